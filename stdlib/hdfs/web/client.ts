/** The package `webhdfs`; a build has it in one file, with what it needs. */
import webhdfs from "webhdfs";

export { webhdfs };
