/** What a list request may ask for. `limit` 0 means no limit, as in the original. */
export interface PageRequest {
  limit: number;
  order: 'asc' | 'desc';
  after?: string | undefined;
  before?: string | undefined;
}

interface PageableQuery<Q> {
  where(column: 'seq', operator: '<' | '>', value: number): Q;
  orderBy(column: 'seq', direction: 'asc' | 'desc'): Q;
  limit(count: number): Q;
}

/**
 * Applies cursors that follow the requested order: `after` gives the rows behind the cursor's row,
 * `before` those ahead of it, counted from the head. An unknown cursor is ignored, as in the original.
 */
export function applyPage<Q extends PageableQuery<Q>>(
  query: Q,
  page: PageRequest,
  cursors: { after?: number | undefined; before?: number | undefined },
): Q {
  const forward = page.order === 'asc' ? '>' : '<';
  const backward = page.order === 'asc' ? '<' : '>';
  let paged = query;
  if (cursors.after !== undefined) paged = paged.where('seq', forward, cursors.after);
  if (cursors.before !== undefined) paged = paged.where('seq', backward, cursors.before);
  paged = paged.orderBy('seq', page.order);
  return page.limit === 0 ? paged : paged.limit(page.limit);
}
