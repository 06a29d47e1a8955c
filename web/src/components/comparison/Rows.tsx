import { Fragment, type ReactNode, useRef } from "react";
import { usePixels } from "../../hooks/useWidth";

export interface Column<T> {
  key: string;
  title: string;
  /** Undefined leaves a card without the field, and a cell with the sign for none. */
  cell(row: T): ReactNode | undefined;
  end?: boolean;
  className?: string;
}

export interface RowsProps<T> {
  label: string;
  /** Of the rows' names. */
  title: string;
  columns: readonly Column<T>[];
  groups: readonly { key: string; title: string; rows: readonly T[] }[];
  keyOf(row: T): string;
  nameOf(row: T): ReactNode;
  /** What stands where there is nothing, and what is read for it. */
  none: { sign: string; words: string };
}

/** Below this many pixels rows become cards. */
const CARDS = 820;

/** Rows in groups: a table where there is room, else a card for each. The table scrolls by keys where it is wider than its place. */
export function Rows<T>(props: RowsProps<T>) {
  const place = useRef<HTMLDivElement>(null);
  const isNarrow = usePixels(place, 1200) < CARDS;
  return <div ref={place}>{isNarrow ? <Cards {...props} /> : <Table {...props} />}</div>;
}

function Table<T>({ label, title, columns, groups, keyOf, nameOf, none }: RowsProps<T>) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="al:overflow-x-auto al:rounded-md al:border al:border-line">
      <table className="al:w-full al:text-sm al:tabular-nums">
        <thead>
          <tr className="al:bg-sunken al:text-xs al:text-muted">
            <th scope="col" className="al:px-3 al:py-2 al:text-start al:font-medium">
              {title}
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={`al:px-3 al:py-2 al:font-medium al:whitespace-nowrap ${column.end ? "al:text-end" : "al:text-start"}`}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.key} className="al:border-t al:border-line">
            <tr>
              <th scope="rowgroup" colSpan={columns.length + 1} className="al:px-3 al:pt-4 al:pb-1 al:text-start al:text-xs al:font-semibold al:text-muted">
                {group.title}
              </th>
            </tr>
            {group.rows.map((row) => (
              <tr key={keyOf(row)} className="al:border-t al:border-line">
                <th scope="row" className="al:min-w-[180px] al:px-3 al:py-2.5 al:text-start al:align-top al:font-medium">
                  {nameOf(row)}
                </th>
                {columns.map((column) => (
                  <td key={column.key} className={`al:px-3 al:py-2.5 al:align-top ${column.end ? "al:text-end" : ""} ${column.className ?? ""}`}>
                    {column.cell(row) ?? <None {...none} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Cards<T>({ label, columns, groups, keyOf, nameOf }: RowsProps<T>) {
  return (
    <div role="group" aria-label={label} className="al:flex al:flex-col al:gap-3">
      {groups.map((group) => (
        <Fragment key={group.key}>
          <h3 className="al:pt-1 al:text-xs al:font-semibold al:text-muted">{group.title}</h3>
          <ul className="al:flex al:flex-col al:gap-2">
            {group.rows.map((row) => (
              <li key={keyOf(row)} className="al:rounded-md al:border al:border-line al:p-3 al:text-sm al:tabular-nums">
                <div className="al:mb-2 al:font-medium">{nameOf(row)}</div>
                <dl className="al:grid al:grid-cols-[minmax(90px,auto)_minmax(0,1fr)] al:gap-x-3 al:gap-y-1.5">
                  {columns.map((column) => {
                    const cell = column.cell(row);
                    return cell === undefined ? null : (
                      <Fragment key={column.key}>
                        <dt className="al:text-xs al:leading-5 al:text-muted">{column.title}</dt>
                        <dd className="al:min-w-0 al:[overflow-wrap:anywhere]">{cell}</dd>
                      </Fragment>
                    );
                  })}
                </dl>
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </div>
  );
}

function None({ sign, words }: { sign: string; words: string }) {
  return (
    <>
      <span aria-hidden className="al:text-muted">
        {sign}
      </span>
      <span className="al:sr-only">{words}</span>
    </>
  );
}
