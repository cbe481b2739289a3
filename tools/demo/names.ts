/** Given names for demo people. Any likeness is chance. */
export const GIVEN_NAMES =
  'Ada Amir Anna Ben Carys Chloe Daniel Dewi Elin Emma Farah Fiona George Grace Hana Harry Isla Ivan Jack Joan Karim Kate Leo Lily Maya Megan Nadia Noah Olga Owen Paul Priya Rhys Rosa Ruth Sam Sara Tariq Tom Zoe'.split(
    ' ',
  );

/** Family names for demo people. Any likeness is chance. */
export const FAMILY_NAMES =
  'Adams Ahmed Bailey Barnes Begum Brown Carter Clarke Cooper Davies Dixon Evans Fisher Fox Grant Green Hall Harris Hill Hughes Iqbal Jones Kaur Kelly Khan King Lewis Marsh Mason Moore Morgan Nowak Palmer Patel Price Reed Roberts Shah Smith Stone Taylor Turner Walker Ward Webb West Wilson Wood Wright Young'.split(
    ' ',
  );

/** First words of demo companies' names. */
export const COMPANY_WORDS = 'Alder Beacon Canal Dale Elm Fern Garnet Harbour Ivy Juniper Kestrel Larch Meadow'.split(
  ' ',
);
/** Last words of demo companies' names. */
export const COMPANY_KINDS =
  'Bakery Builders Dental Flowers Garage Hotel Joinery Laundry Nursery Press School Stores'.split(' ');

/** Where demo customers live: town, county and first half of the postcode. */
export const TOWNS = [
  ['Leeds', 'West Yorkshire', 'LS6'],
  ['York', 'North Yorkshire', 'YO10'],
  ['Manchester', 'Greater Manchester', 'M14'],
  ['Newcastle', 'Tyne and Wear', 'NE4'],
  ['Birmingham', 'West Midlands', 'B15'],
  ['Coventry', 'West Midlands', 'CV3'],
  ['Cardiff', 'South Glamorgan', 'CF11'],
  ['Swansea', 'West Glamorgan', 'SA2'],
  ['Bristol', 'Bristol', 'BS7'],
  ['Plymouth', 'Devon', 'PL4'],
  ['Brighton', 'East Sussex', 'BN2'],
  ['Norwich', 'Norfolk', 'NR3'],
] as const;
