import { type RawBuilder, sql } from 'kysely';

/** Whether the JSON list in the column `tags` has any, or all, of these. */
export function hasTags(tags: string[], isAll: boolean | undefined): RawBuilder<boolean> {
  const each = tags.map((tag) => sql<boolean>`EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ${tag})`);
  return sql<boolean>`(${sql.join(each, isAll ? sql` AND ` : sql` OR `)})`;
}
