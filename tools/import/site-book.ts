import { BULK } from './bulk.ts';
import { SOURCE } from './complaint.ts';
import type { GraphClient } from './graph-client.ts';
import { establishRegion, openSites } from './workforce-bulk.ts';

/** The site of a company, or why it has none. */
export type BookedSite = { readonly id: string } | { readonly reason: string };

/** The region to which the companies of public complaints belong: they are none of the organisation's own. */
const REGION = { name: 'Public complaints', externalReference: { source: SOURCE, id: 'public-complaints' } };

/** The sites of the companies complained of. Each is opened in the graph once, however often it is asked for. */
export class SiteBook {
  readonly #client: GraphClient;
  readonly #timeZone: string;
  readonly #known = new Map<string, Promise<BookedSite>>();
  #region: Promise<string> | undefined;

  constructor(client: GraphClient, timeZone: string) {
    this.#client = client;
    this.#timeZone = timeZone;
  }

  /** The sites of these companies, by company. */
  async sitesOf(companies: Iterable<string>): Promise<ReadonlyMap<string, BookedSite>> {
    const asked = [...new Set(companies)];
    const news = asked.filter((company) => !this.#known.has(company));
    for (let at = 0; at < news.length; at += BULK) this.#open(news.slice(at, at + BULK));
    return new Map(
      await Promise.all(
        asked.map(async (company): Promise<[string, BookedSite]> => [company, await this.#booked(company)]),
      ),
    );
  }

  #booked(company: string): Promise<BookedSite> {
    return this.#known.get(company) ?? Promise.reject(new Error(`Nobody asked for a site of ${company}.`));
  }

  #open(companies: readonly string[]): void {
    const opening = this.#openAll(companies);
    for (const [index, company] of companies.entries()) {
      const site = opening.then(({ taken, refused }): BookedSite => {
        const id = taken.get(index)?.id;
        return id ? { id } : { reason: `Company: ${refused.get(index) ?? 'no site was opened for it'}` };
      });
      // Whoever asked hears of a failure; nobody else is waiting for it.
      site.catch(() => undefined);
      this.#known.set(company, site);
    }
  }

  async #openAll(companies: readonly string[]) {
    const regionId = await (this.#region ??= establishRegion(this.#client, REGION));
    const site = (name: string) => ({
      name,
      regionId,
      timeZone: this.#timeZone,
      externalReference: { source: SOURCE, id: name },
    });
    return openSites(this.#client, companies.map(site));
  }
}
