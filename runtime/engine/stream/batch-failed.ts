/** A batch that ends its stream: why, where, and which element it was. */
export class BatchFailed extends Error {
  readonly place: string;
  /** What identifies the element, for the log. */
  readonly fields: Readonly<Record<string, string | number>>;
  constructor(message: string, place: string, fields: Readonly<Record<string, string | number>>, cause: unknown) {
    super(message, { cause });
    this.name = "BatchFailed";
    this.place = place;
    this.fields = fields;
  }
}
