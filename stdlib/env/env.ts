export { env } from "../../runtime/contract/secret.ts";
