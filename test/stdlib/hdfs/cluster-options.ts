import webhdfs from "webhdfs";

/** What a client of a cluster is told when a program says nothing more than who it is. */
export const clusterOptions = {
  webhdfs,
  user: "tester",
  callTimeout: 30_000,
  delegationToken: null,
  isSecure: false,
  tls: { cert: undefined, key: undefined, ca: undefined },
  pathPrefix: null,
  filePermissions: "644",
  directoryPermissions: "755",
  replication: null,
  blockSize: null,
};
