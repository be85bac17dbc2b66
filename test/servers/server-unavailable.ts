/**
 * This machine cannot run the server: no Java, no Maven, or no way to the jars. Suites that need the server are skipped
 * with this message as the reason. A server that is there but fails to start is an ordinary error instead.
 */
export class ServerUnavailable extends Error {
  override readonly name = "ServerUnavailable";
}
