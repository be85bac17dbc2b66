/** The offset that `GMT+8`, `GMT-0530` or `GMT+05:30` names, in ms, as Java takes them; null for any other name of a zone. */
export function gmtOffset(zone: string): number | null {
  const [, sign, hours, minutes = "0"] = /^GMT([+-])([01]?\d|2[0-3])(?::?([0-5]\d))?$/.exec(zone) ?? [];
  if (hours === undefined) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === "-" ? -offset : offset;
}
