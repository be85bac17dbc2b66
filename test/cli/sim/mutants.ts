/** Faults that are planted into the bundled program, each of which the simulator has to find. */
export interface Mutant {
  readonly what: string;
  /** Program in `programs/`. */
  readonly program: ProgramName;
  /** Text of the bundle, blanks and line ends apart. It must be there once. */
  readonly find: string;
  readonly replace: string;
  /** Another place, where one of two defences alone still holds. */
  readonly also?: { readonly find: string; readonly replace: string };
  /** It may take more seeds than a short run of the tests has. */
  readonly rare?: boolean;
  /** It shows on a disk on which files are damaged. */
  readonly isDamaged?: boolean;
  /** Number of the fault in the catalogue of `test/faults` that it puts back. */
  readonly disk?: number;
}

/** Programs in `programs/` that mutants are planted into. */
export const programNames = [
  "cluster",
  "collect",
  "damage",
  "grouped",
  "handed-over",
  "lost-end",
  "once",
  "sealed",
  "topics",
  "unsynced",
  "wires",
] as const;

export type ProgramName = (typeof programNames)[number];

export const mutants: readonly Mutant[] = [
  // ---- the log under channels and topics
  {
    what: "the log is not synced",
    program: "collect",
    find: "await writeFully(writer, parts, position); if (this.#fsync) { await writer.datasync();",
    replace: "await writeFully(writer, parts, position); if (this.#fsync) {",
  },
  {
    what: "the log of a topic is not synced",
    program: "topics",
    find: "await writeFully(writer, parts, position); if (this.#fsync) { await writer.datasync();",
    replace: "await writeFully(writer, parts, position); if (this.#fsync) {",
  },
  {
    what: "the log does not wait for its sync",
    program: "collect",
    find: "await writeFully(writer, parts, position); if (this.#fsync) { await writer.datasync();",
    replace: "await writeFully(writer, parts, position); if (this.#fsync) { writer.datasync().catch(() => {});",
    rare: true,
  },
  {
    what: "a log that failed once takes no more writes",
    program: "collect",
    find: "if (this.#cutAt !== null) await this.#cut(this.#writer, this.#cutAt); if (this.#segments.at(-1).size",
    replace: 'if (this.#cutAt !== null) throw new Error("broken"); if (this.#segments.at(-1).size',
  },
  {
    what: "the name of a new segment is not synced",
    program: "collect",
    find: "try { await syncDirectory((0, <path>.dirname)(path)); } catch (error) { await writer.close(); throw error; }",
    replace: "",
  },
  {
    what: "the name of a segment that a killed program has made is not synced",
    program: "collect",
    find: 'await syncDirectory((0, <path>.dirname)(last.path)); this.#writer = await (0, <fs>.open)(last.path, "r+"); const torn',
    replace: 'this.#writer = await (0, <fs>.open)(last.path, "r+"); const torn',
    also: { find: "if (state.end === 0) await syncDirectory(directory);", replace: "" },
    rare: true,
  },
  {
    what: "a short write counts as a whole one",
    program: "collect",
    find: "if (bytesWritten === total) return;",
    replace: "if (bytesWritten <= total) return;",
  },
  {
    what: "checksums are not looked at",
    program: "collect",
    find: "if (bytes.readUInt32LE(at + 4) !== (0, <zlib>.crc32)(bytes.subarray(at + CRC_FROM, at + length))) return null;",
    replace: "if (at < 0) return <zlib>;",
    rare: true,
  },
  {
    what: "what a crash has torn stays at the end of the log",
    program: "collect",
    find: "await this.#writer.truncate(last.size);",
    replace: "last.size = (await this.#writer.stat()).size;",
    rare: true,
  },
  // ---- names and whole files
  {
    what: "the parents of new directories are not synced",
    program: "collect",
    find: 'await syncDirectory((0, <path>.dirname)(path)).catch(tolerate("EACCES"));',
    replace: "",
  },
  {
    what: "the parents of new directories are not synced, under topics",
    program: "topics",
    find: 'await syncDirectory((0, <path>.dirname)(path)).catch(tolerate("EACCES"));',
    replace: "",
  },
  {
    what: "a directory is made in one whose name is not safe",
    program: "collect",
    find: "if (found === null) { if ((0, <path>.dirname)(path) !== path) await makeDirectory(",
    replace: "if (found === null) { if (await identityOf((0, <path>.dirname)(path)) === null) await makeDirectory(",
    rare: true,
  },
  {
    what: "files are replaced without a sync of the new one",
    program: "collect",
    find: "await handle.writeFile(contents); await handle.datasync();",
    replace: "await handle.writeFile(contents);",
  },
  {
    what: "files are replaced without a sync of the new one, under topics",
    program: "topics",
    find: "await handle.writeFile(contents); await handle.datasync();",
    replace: "await handle.writeFile(contents);",
  },
  {
    what: "files are replaced by writing over them",
    program: "collect",
    find: "const temporary = `${<file>}.tmp`;",
    replace: "const temporary = <file>;",
    rare: true,
  },
  {
    what: "nothing syncs a directory",
    program: "topics",
    find: "try { await handle.sync(); }",
    replace: "try { await handle.stat(); }",
  },
  {
    what: "a lock that a crash has torn blocks the start",
    program: "collect",
    find: "mode: 384 }); await take(mine, <file>);",
    replace:
      'mode: 384 }); JSON.parse(await (0, import_promises.readFile)(<file>, "utf8").catch(() => "{}")); await take(mine, <file>);',
    disk: 9,
  },
  // ---- the channel
  {
    what: "room of an append that failed is not given back",
    program: "topics",
    find: "await log.append(records, <e>.length, now); } catch (error) { giveBack();",
    replace: "await log.append(records, <e>.length, now); } catch (error) {",
    rare: true,
  },
  {
    what: "events are given to the reader before they are safe",
    program: "collect",
    find: "await log.append(records, <e>.length, now); } catch (error) { giveBack(); throw error; }",
    replace: "void log.append(records, <e>.length, now).catch(giveBack); } catch (error) { throw error; }",
  },
  {
    what: "a rollback forgets the events",
    program: "collect",
    find: "this.#returned.splice(at < 0 ? this.#returned.length : at, 0, batch);",
    replace: "",
  },
  {
    what: "events are given up when they are taken",
    program: "collect",
    find: "return { events: batch.events, commit: () => this.#giveUp(batch), rollback: async () => this.#giveBack(batch) };",
    replace:
      "await this.#giveUp(batch); return { events: batch.events, commit: async () => {}, rollback: async () => this.#giveBack(batch) };",
  },
  {
    what: "more is noted as taken than was",
    program: "collect",
    find: "for (const range of rangesOf(offsets)) taken.add(range); this.#permits.release(offsets.length, 0); await takenFile.write({ low: taken.low, ranges: taken.ranges, end: log.end });",
    replace:
      "for (const range of rangesOf(offsets)) taken.add(range); this.#permits.release(offsets.length, 0); await takenFile.write({ low: log.end, ranges: [], end: log.end });",
    rare: true,
  },
  // ---- agents
  {
    what: "a source hears that its events are safe before they are",
    program: "collect",
    find: "const claim = await claimRoom(channel, events, this.#stopping); await claim.commit();",
    replace: "const claim = await claimRoom(channel, events, this.#stopping); claim.commit().catch(() => {});",
  },
  {
    what: "a fan-out keeps the claims behind one that failed",
    program: "collect",
    find: "for (const { put } of claims) await put.rollback();",
    replace: "",
    rare: true,
    disk: 5,
  },
  {
    what: "a fan-out swallows a commit that failed",
    program: "collect",
    find: "probeOf(channel)?.entered(share); } catch (error) { await this.#giveUp(claims.slice(index + 1), error, place); }",
    replace: "probeOf(channel)?.entered(share); } catch (error) { void error; }",
  },
  {
    what: "a sink is not waited for",
    program: "collect",
    find: "await sink.write(taken.first, taken.pull);",
    replace: "sink.write(taken.first, taken.pull).catch(() => {});",
  },
  {
    what: "a sink that fails counts as one that wrote",
    program: "collect",
    find: "await delivery.recover(await taken.all(), error, (<e>) => sink.write(<e>)); return null;",
    replace: "return null;",
  },
  {
    what: "a transaction that failed is not rolled back",
    program: "topics",
    find: "if (taken !== null) await taken.rollback();",
    replace: "",
  },
  // ---- sources
  {
    what: "taildir notes a position before the channel has the events",
    program: "collect",
    find: "await this.#put(output, <e>); count += <e>.length; if (passed === null) continue; <file>.moveBehind(passed);",
    replace:
      "if (passed !== null) { <file>.moveBehind(passed); await writePositions(this.#opened.positionFile, this.#opened.files.positions()); } await this.#put(output, <e>); count += <e>.length; if (passed === null) continue;",
  },
  {
    what: "netcat says OK before the channel has the events",
    program: "collect",
    find: "await this.#output.put(texts.map((text) => event(text)));",
    replace:
      'await this.#answer("OK\\n".repeat(answers)); await this.#output.put(texts.map((text) => event(text))); return;',
  },
  {
    what: "netcat says OK also when the channel refuses",
    program: "collect",
    find: "await this.#answer(`FAILED: ${messageOf(error)",
    replace: 'await this.#answer("OK\\n".repeat(answers)); void (`${messageOf(error)',
  },
  // ---- files
  {
    what: "files does not sync",
    program: "collect",
    find: "if (this.#options.fsync) await Promise.all([handle.datasync(), noted === null ? null : this.#appends.sync()]);",
    replace: "if (this.#options.fsync && noted !== null) await this.#appends.sync();",
  },
  {
    what: "files does not sync the name of a new file",
    program: "collect",
    find: "if (fsync) await syncDirectory(directory);",
    replace: "",
  },
  {
    what: "files does not note what it appends",
    program: "collect",
    find: "await this.#appends.begin(append);",
    replace: "",
    rare: true,
  },
  {
    what: "files takes what follows a gap for whole",
    program: "collect",
    find: "endOfLines(<file>, end, await firstGap((...at) => readAt(<file>, ...at), end, found.size))",
    replace: "endOfLines(<file>, end, found.size)",
    rare: true,
  },
  {
    what: "files leaves half a batch behind a write that failed",
    program: "collect",
    find: "await <file>.handle.truncate(<file>.size); if (this.#options.fsync) await <file>.handle.datasync(); } catch {",
    replace: "<file>.size = (await <file>.handle.stat()).size; } catch {",
    rare: true,
  },
  {
    what: "files does not sync what it takes back",
    program: "once",
    find: "await <file>.handle.truncate(<file>.size); if (this.#options.fsync) await <file>.handle.datasync(); } catch {",
    replace: "await <file>.handle.truncate(<file>.size); } catch {",
    rare: true,
  },
  {
    what: "files leaves half a batch that a crash has broken off",
    program: "collect",
    find: "if (kept === 0) {",
    replace: "if (kept >= 0) return 0; if (kept === 0) {",
    rare: true,
    disk: 4,
  },
  {
    what: "files takes a batch for whole that lacks sectors",
    program: "collect",
    find: "return found === checksum;",
    replace: "return true;",
    rare: true,
  },
  // ---- hdfs on this machine
  {
    what: "hdfs does not sync",
    program: "collect",
    find: "await <file>.datasync(); return position - start;",
    replace: "return position - start;",
  },
  {
    what: "hdfs does not sync the name of a new file",
    program: "collect",
    find: "await syncDirectory((0, <path>.dirname)(path)); return length;",
    replace: "return length;",
    rare: true,
  },
  {
    what: "hdfs removes the old name before the new one is safe",
    program: "collect",
    find: "await syncDirectory((0, <path>.dirname)(to));",
    replace: "",
    rare: true,
  },
  {
    what: "hdfs leaves half a batch that a crash has broken off",
    program: "collect",
    find: 'return end === 0 ? { kind: "discard" } : { kind: "cut", length: end };',
    replace: 'return { kind: "finish" };',
    rare: true,
  },
  {
    what: "hdfs takes what follows a gap for whole",
    program: "collect",
    find: "for (let end = await firstGap(<read>, doubtful, length); end > 0; ) {",
    replace: "for (let end = length; end > 0; ) {",
    rare: true,
  },
  {
    what: "hdfs gives a file its name before the disk has what a killed program wrote",
    program: "collect",
    find: "if (size > length) await <file>.truncate(length); await <file>.datasync();",
    replace: "if (size > length) await <file>.truncate(length);",
    rare: true,
  },
  {
    what: "hdfs lets a power failure bring back what it has removed",
    program: "collect",
    find: "await orNull(syncDirectory((0, <path>.dirname)(path)));",
    replace: "",
    rare: true,
  },
  // ---- topics and streams
  {
    what: "an agent commits its positions before the channel has the records",
    program: "topics",
    find: "await output.put(batch.events); await reader.commit(batch.positions);",
    replace: "await reader.commit(batch.positions); await output.put(batch.events);",
  },
  {
    what: "an agent reads on behind records that no channel took",
    program: "topics",
    find: "await reader.rewind(); const waiting",
    replace: "const waiting",
    rare: true,
  },
  {
    what: "a stream commits its positions when it has read",
    program: "topics",
    find: "const positions = new Map(this.#positions); const release",
    replace: "const positions = new Map(this.#positions); if (hasMoved) void this.#commit(positions); const release",
    rare: true,
  },
  {
    what: "an error of one partition drops what was read of others",
    program: "topics",
    find: "} catch (error) { failures.push({ partition, error }); }",
    replace: "} catch (error) { throw error; }",
    also: { find: "this.#isLost = true; this.isBehind = false;", replace: "this.isBehind = false;" },
    rare: true,
    disk: 1,
  },
  {
    what: "a topic says that records are safe before they are",
    program: "topics",
    find: "write: (<events>) => topic.append(<events>),",
    replace: "write: async (<events>) => { topic.append(<events>).catch(() => {}); },",
  },
  // ---- batches that are written once
  {
    what: "a log relies on what a killed program has written before the disk has it",
    program: "once",
    find: "if (torn > 0 || this.#fsync && last.size > 0) await",
    replace: "if (torn > 0) await",
    rare: true,
  },
  {
    what: "files write a batch that they have",
    program: "once",
    find: "if (this.#appends.has(batch)) this.#context.log.info(",
    replace: "if (this.#appends.has(0)) this.#context.log.info(",
  },
  {
    what: "a topic takes a batch that it has",
    program: "once",
    find: "if (batch !== null && hasPart(",
    replace: "if (batch === 0 && hasPart(",
  },
  {
    what: "a stream does not note what a batch reads",
    program: "once",
    find: "await this.#kept.begin(begun);",
    replace: "",
  },
  {
    what: "a stream repeats a batch with everything that has arrived since",
    program: "once",
    find: "await input.sliceUpTo?.(position, signal)",
    replace: "await input.nextSlice()",
    rare: true,
  },
  {
    what: "the notes of files are not as safe as their batches",
    program: "once",
    find: "noted === null ? null : this.#appends.sync()",
    replace: "null",
    rare: true,
  },
  {
    what: "files keep a batch behind the last one that was noted",
    program: "once",
    find: "const wholeEnd = async () => batch === null ?",
    replace: "const wholeEnd = async () => batch !== 0 ?",
    rare: true,
  },
  {
    what: "files forget their last batch when they complete a file",
    program: "once",
    find: "await this.#write([path, null, 0, null, null, this.#written]);",
    replace: "await this.#write([path, null, 0, null]);",
    rare: true,
  },
  {
    what: "files keep what they wrote of a batch where they failed",
    program: "once",
    find: "if (batch) await this.#giveUp(append);",
    replace: "",
    rare: true,
  },
  // ---- faults of the catalogue of disks
  {
    what: "a position beyond the end of a topic is kept",
    program: "unsynced",
    find: "return Math.min(committed, log.end);",
    replace: "return committed;",
    rare: true,
    disk: 2,
  },
  {
    what: "room of events that are gone with their file is not given back",
    program: "damage",
    find: "for (const gone of [...taken.missing(taken.low, log.start), ...taken.missing(log.end, known)]) taken.add(gone);",
    replace: "",
    rare: true,
    isDamaged: true,
    disk: 3,
  },
  {
    what: "a stream gives up where the disk refuses its state",
    program: "once",
    find: 'if (!("code" in error) || this.#services.stopping.aborted) throw error;',
    replace: "throw error;",
    disk: 6,
  },
  {
    what: "records that a repair has given up block those behind them",
    program: "topics",
    find: "if (frame.count === 0) { this.#next = end; return true; }",
    replace: "if (frame.count === 0) return true;",
    rare: true,
    isDamaged: true,
    disk: 7,
  },
  {
    what: "a log that cannot be written ends the program",
    program: "collect",
    find: 'process.stderr.on("error", () => { });',
    replace: "",
    disk: 8,
  },
  {
    what: "a commit that fails is neither logged nor counted",
    program: "collect",
    find: "for (const { put } of claims) await put.rollback(); throw this.#told(error, place);",
    replace: "for (const { put } of claims) await put.rollback(); throw error;",
    disk: 12,
  },
  // ---- clusters
  {
    what: "an agent commits its positions in Kafka before the channel has the records",
    program: "cluster",
    find: "await output.put(batch.events); await reader.commit(batch.positions);",
    replace: "await reader.commit(batch.positions); await output.put(batch.events);",
    rare: true,
  },
  {
    what: "an upload to HDFS counts without a look at its length",
    program: "cluster",
    find: "const found = await this.lengthOf(path); if (found === length && <whole>) return size;",
    replace: "const found = await this.lengthOf(path); if (found !== -1) return size;",
    rare: true,
  },
  {
    what: "an upload to HDFS whose answer is lost counts",
    program: "cluster",
    find: "if (found === before + size) return size;",
    replace: "return size;",
    rare: true,
  },
  {
    what: "a send to Kafka that fails counts",
    program: "cluster",
    find: "for (const each of [...leaving, ...queue.splice(0)]) each.reject(error);",
    replace: "for (const each of [...leaving, ...queue.splice(0)]) each.resolve();",
    rare: true,
  },
  {
    what: "a channel in Kafka ends before it has what a killed reader keeps",
    program: "handed-over",
    find: "const others = mayTakeOver() ? await reader.countElsewhere?.() ?? 0 : 0;",
    replace: "const others = 0;",
  },
  {
    what: "a batch that is done again waits for records that are gone",
    program: "lost-end",
    find: "if (batch === null && await this.#isAtEnd()) break;",
    replace: "",
    rare: true,
  },
  {
    what: "a file of what was taken that was written in part counts as written",
    program: "damage",
    find: "await writeFully(this.#handle, [<slotOf>(this.#latest, sequence)], slot * SLOT);",
    replace:
      "const bytes = <slotOf>(this.#latest, sequence); await this.#handle.write(bytes, 0, bytes.length, slot * SLOT);",
    rare: true,
  },
  {
    what: "what was taken is written over the slot that is safe",
    program: "damage",
    find: "(one) => one !== this.#synced && one !== this.#newest",
    replace: "(one) => one !== 2 && one !== this.#newest",
    rare: true,
  },
  {
    what: "files rely on a note of what was taken back",
    program: "grouped",
    find: "const follows = before?.inode === inode && before.end === start;",
    replace: "const follows = before?.inode === inode;",
    rare: true,
  },
  {
    what: "a log is closed with the word that it is safe before it is",
    program: "sealed",
    find: "if (!this.#fsync) await writer.datasync(); await writeFully(writer, frame, last.size);",
    replace: "await writeFully(writer, frame, last.size);",
    rare: true,
  },
  {
    what: "the name of the file of what was taken is not synced",
    program: "collect",
    find: "if (state.end === 0) await syncDirectory(directory);",
    replace: "",
    isDamaged: true,
    rare: true,
  },
];
