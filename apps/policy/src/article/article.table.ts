import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { effectColumns } from '../policy/effect.table.ts';
import type { Article } from './article.ts';
import type { ArticleVersion } from './publication.ts';

/** Where articles are kept. */
export const articleTable = new EntitySchema<Article>({
  name: 'Article',
  tableName: 'articles',
  columns: {
    id: column.id(),
    category: column.nullable(column.text()),
    ownerId: column.reference('owner_id'),
    reviewBy: column.instant('review_by'),
    defaultLanguage: column.text('default_language'),
    version: column.version(),
  } satisfies Record<keyof Article, EntitySchemaColumnOptions>,
  indices: [{ name: 'articles_review', columns: ['reviewBy', 'id'] }],
});

/** Where the versions of articles are kept; once approved, the database lets only the end of their time be written. */
export const articleVersionTable = new EntitySchema<ArticleVersion>({
  name: 'ArticleVersion',
  tableName: 'article_versions',
  columns: {
    id: column.id(),
    articleId: column.reference('article_id'),
    language: column.text(),
    number: column.integer(),
    title: column.text(),
    body: column.text(),
    keywords: column.json(),
    readers: column.text(),
    audienceRoles: column.json('audience_roles'),
    audienceSiteIds: column.json('audience_site_ids'),
    authors: column.json(),
    draftedAt: column.instant('drafted_at'),
    approver: column.nullable(column.json()),
    ...effectColumns,
    internalAt: column.nullable(column.instant('internal_at')),
    withdrawalReason: column.nullable(column.text('withdrawal_reason')),
    version: column.version(),
  } satisfies Record<keyof ArticleVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'article_versions_article_fkey',
      target: 'Article',
      columnNames: ['articleId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'article_versions_number_key', columns: ['articleId', 'language', 'number'] }],
  indices: [
    {
      name: 'article_versions_draft',
      columns: ['articleId', 'language'],
      unique: true,
      where: 'approved_at IS NULL',
    },
    { name: 'article_versions_effect', columns: ['articleId', 'language', 'effectiveFrom'] },
  ],
  checks: [
    { name: 'article_versions_readers_check', expression: `readers IN ('STAFF', 'CUSTOMERS', 'PUBLIC')` },
    {
      name: 'article_versions_approval_check',
      expression: `(approved_at IS NULL) = (approver IS NULL) AND (approved_at IS NULL) = (internal_at IS NULL) AND (approved_at IS NULL) = (effective_from IS NULL)`,
    },
    {
      name: 'article_versions_order_check',
      expression: `internal_at <= effective_from AND effective_from <= ends_at`,
    },
    {
      name: 'article_versions_withdrawal_check',
      expression: `(withdrawn_at IS NULL) = (withdrawal_reason IS NULL) AND (withdrawn_at IS NULL OR approved_at IS NOT NULL)`,
    },
  ],
});
