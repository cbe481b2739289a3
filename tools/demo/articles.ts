import type { ArticleReaders } from '@courtesy/graph-types/policy';

/** What an article of the demo says in one language. */
export interface DemoArticleText {
  readonly language: string;
  readonly title: string;
  readonly body: string;
}

/** A knowledge article of the demo. */
export interface DemoArticle {
  readonly key: string;
  readonly category: string;
  readonly owner: string;
  readonly readers: ArticleReaders;
  /** The day by which it is looked at again. */
  readonly reviewOn: string;
  /** Whether it is published only a month after the demo is loaded. */
  readonly isScheduled?: boolean;
  /** Its default language first. */
  readonly texts: readonly DemoArticleText[];
}

const english = (title: string, body: string): DemoArticleText => ({ language: 'en-GB', title, body });
const welsh = (title: string, body: string): DemoArticleText => ({ language: 'cy', title, body });

/** The knowledge articles of the demo. */
export const ARTICLES: readonly DemoArticle[] = [
  {
    key: 'returns',
    category: 'Returns',
    owner: 'manager-leeds',
    readers: 'PUBLIC',
    reviewOn: '2027-06-30',
    texts: [
      english('How to return an order', 'Bring it to any store, or book a collection. You have 30 days.'),
      welsh('Sut i ddychwelyd archeb', 'Dewch â hi i unrhyw siop, neu trefnwch gasgliad. Mae gennych 30 diwrnod.'),
    ],
  },
  {
    key: 'complain',
    category: 'Complaints',
    owner: 'regional-north',
    readers: 'PUBLIC',
    reviewOn: '2027-03-31',
    texts: [
      english('How to complain', 'Tell us by telephone, letter or in a store. We say within a day who looks into it.'),
      welsh('Sut i gwyno', 'Dywedwch wrthym dros y ffôn, drwy lythyr neu mewn siop. Byddwn yn ateb o fewn diwrnod.'),
    ],
  },
  {
    key: 'bill',
    category: 'Billing',
    owner: 'regional-south',
    readers: 'CUSTOMERS',
    reviewOn: '2027-05-31',
    texts: [english('Understand your bill', 'An estimated reading is marked E. Send us a reading and we bill anew.')],
  },
  {
    key: 'moving',
    category: 'Moving home',
    owner: 'regional-south',
    readers: 'CUSTOMERS',
    reviewOn: '2026-10-15',
    texts: [english('When you move home', 'Tell us two days before you move, and read the meter on the day.')],
  },
  {
    key: 'refund-desk',
    category: 'Refunds',
    owner: 'manager-leeds',
    readers: 'STAFF',
    reviewOn: '2027-06-01',
    texts: [english('Refunds at the service desk', 'Ask for the receipt. Without one, look the order up by card.')],
  },
  {
    key: 'outage-calls',
    category: 'Incidents',
    owner: 'regional-north',
    readers: 'STAFF',
    reviewOn: '2027-02-28',
    texts: [
      english('Calls during an outage', 'Say what is known and when more will be. Ask who needs power for care.'),
    ],
  },
  {
    key: 'bereavement',
    category: 'Circumstances',
    owner: 'executive',
    readers: 'STAFF',
    reviewOn: '2027-09-30',
    texts: [english('When a customer has died', 'Take one call for every account. Ask for nothing that we have.')],
  },
  {
    key: 'summer-returns',
    category: 'Returns',
    owner: 'manager-leeds',
    readers: 'CUSTOMERS',
    reviewOn: '2027-12-31',
    isScheduled: true,
    texts: [english('Longer time for presents', 'What was bought as a present may be returned within 60 days.')],
  },
];
