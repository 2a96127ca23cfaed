import { splitInvisibles } from '#lib/invisible-characters.ts';

/** A text in which characters that hide or reorder it are marked by their numbers. Copied, it is the text as it was. */
export function VisibleText({ text }: { text: string }) {
  return splitInvisibles(text).map(({ text: piece, mark }, index) =>
    mark === null ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text do not change places
      <span key={index} className="invisible-mark" data-mark={mark}>
        {piece}
      </span>
    ),
  );
}
