export { env } from "../../runtime/program/secret.ts";
