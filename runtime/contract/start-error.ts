/** The program cannot start as it is, for a reason that is no component's own: printed as one line, exit 1. */
export class StartError extends Error {
  /** Where in the `.flow` file. */
  readonly place: string;

  constructor(place: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
    this.place = place;
  }
}
