/** A part with the place where it stands. */
export interface Part {
  readonly id: string;
  readonly place: { readonly text: string };
}

/**
 * The series of a metric that one part has, in Prometheus' language. Several programs may have parts of one id, as those do
 * that come from Flume: the file tells them apart, and an edit moves lines, but no file.
 */
export function seriesOf(metric: string, { id, place }: Part): string {
  const file = place.text.replace(/:\d+:\d+$/, "");
  return `${metric}{id=${JSON.stringify(id)},place=~${JSON.stringify(`${exactly(file)}:.+`)}}`;
}

/** The series that any of these parts has. */
export function seriesOfAll(metric: string, parts: readonly Part[]): string {
  const files = new Set(parts.map(({ place }) => place.text.replace(/:\d+:\d+$/, "")));
  const ids = parts.map(({ id }) => exactly(id)).join("|");
  const places = [...files].map((file) => `${exactly(file)}:.+`).join("|");
  return `${metric}{id=~${JSON.stringify(ids)},place=~${JSON.stringify(places)}}`;
}

/** An expression that matches this text and no other. */
function exactly(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
