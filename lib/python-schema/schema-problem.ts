/**
 * Where the real server puts a failure: `source` before it looks at the signature, `type` and `value` after its own
 * TypeError and ValueError.
 */
export type SchemaProblemKind = 'source' | 'type' | 'value';

/** A reason why no schema can be derived, with the offset in the source it is about. */
export class SchemaProblem extends Error {
  readonly kind: SchemaProblemKind;
  readonly offset: number;

  constructor(kind: SchemaProblemKind, message: string, offset: number) {
    super(message);
    this.name = 'SchemaProblem';
    this.kind = kind;
    this.offset = offset;
  }
}
