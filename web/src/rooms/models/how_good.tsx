// How well each reads the newest texts: as a whole, side by side, and language by language; every figure with its interval and what it is of.
import type { ReactNode } from "react";
import type { Evaluation, LearnedCard } from "../../api/types";
import { Figure, scaleOf, type Scale } from "../../parts/figure";
import { decimals, number } from "../../words/numbers";
import { locale, say } from "../../words/words";
import classes from "./models.module.css";

type Share = { value: number; low: number; high: number };
const rowOf = (share: Share | null | undefined, n: number) => share && { ...share, n, method: "bootstrap", withheld: null };

function Told({ share, n, scale }: { share: Share | null | undefined; n: number; scale: Scale }) {
  const row = rowOf(share, n);
  if (!row || !share) return <span className={classes.small}>{say("how_good.none")}</span>;
  const digits = decimals(share);
  return (
    <span className={classes.told}>
      <Figure row={row} unit="" scale={scale} withoutN />
      <span className={classes.ends} aria-hidden>{say("figure.interval", { low: number(share.low, digits), high: number(share.high, digits) })}</span>
    </span>
  );
}

interface Drawn {
  title: string;
  columns: string[];
  rows: { name: string; n: number; cells: ReactNode[] }[];
}

function Table({ title, columns, rows }: Drawn) {
  return (
    <>
      <h4>{title}</h4>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={title}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col"><span className="bw-unseen">{title}</span></th>
              <th scope="col" className={classes.number}>{say("how_good.n")}</th>
              {columns.map((column) => <th key={column} scope="col">{column}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, n, cells }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={classes.number}>{number(n)}</td>
                {cells.map((cell, at) => <td key={at}>{cell}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const figures = ["macro_f1", "accuracy", "area_under_curve"] as const;

export function HowGood({ card }: { card: LearnedCard }) {
  const readers: [string, Evaluation][] = [
    [say("how_good.reader", { reader: "own" }), card.own],
    ...(card.today ? [[say("how_good.reader", { reader: "today" }), card.today] as [string, Evaluation]] : []),
    [say("how_good.reader", { reader: "shipped" }), card.shipped],
  ];
  const scales = figures.map((figure) => scaleOf(readers.map(([, of]) => rowOf(of[figure], of.n))));
  const guess = (value: number) => <span className={classes.guess}>{number(value, 2)}</span>;
  return (
    <Table
      title={say("how_good.whole")}
      columns={figures.map((figure) => say("how_good.figure", { figure }))}
      rows={[
        ...readers.map(([name, of]) => ({
          name,
          n: of.n,
          cells: figures.map((figure, at) => <Told key={figure} share={of[figure]} n={of.n} scale={scales[at]!} />),
        })),
        {
          name: say("how_good.guessing"),
          n: card.own.n,
          cells: [guess(card.own.guessing_macro_f1), guess(card.own.guessing_accuracy), guess(0.5)],
        },
      ]}
    />
  );
}

const parts = ["precision", "recall", "f1"] as const;

export function BySide({ card }: { card: LearnedCard }) {
  const shippedOf = (side: string) => card.shipped.sides.find((other) => other.side === side);
  const scale = scaleOf(card.own.sides.flatMap((own) => [...parts.map((part) => rowOf(own[part], own.n)), rowOf(shippedOf(own.side)?.f1, own.n)]));
  return (
    <Table
      title={say("how_good.sides")}
      columns={[...parts.map((part) => say("how_good.part", { part })), say("how_good.f1_shipped")]}
      rows={card.own.sides.map((own) => ({
        name: say("review.side", { side: own.side }),
        n: own.n,
        cells: [
          ...parts.map((part) => <Told key={part} share={own[part]} n={own.n} scale={scale} />),
          <Told key="shipped" share={shippedOf(own.side)?.f1} n={own.n} scale={scale} />,
        ],
      }))}
    />
  );
}

/// "English" of "en", as the reader's language calls it.
function languageName(code: string): string {
  if (code === "" || code === "und" || code === "mul") return say("how_good.language", { code: code || "und" });
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function OfLanguages({ card, inUse }: { card: LearnedCard; inUse: boolean }) {
  const scale = scaleOf(card.languages.flatMap(({ own, shipped, n }) => [rowOf(own, n), rowOf(shipped, n)]));
  return (
    <Table
      title={say("how_good.languages")}
      columns={[say("how_good.own_f1"), say("how_good.shipped_f1"), say(inUse ? "how_good.read_by" : "how_good.would_read")]}
      rows={card.languages.map(({ code, n, own, shipped, used }) => ({
        name: languageName(code),
        n,
        cells: [
          <Told key="own" share={own} n={n} scale={scale} />,
          <Told key="shipped" share={shipped} n={n} scale={scale} />,
          <span key="by" className={classes.by}>{say("how_good.reader.short", { reader: used ? "own" : "shipped" })}</span>,
        ],
      }))}
    />
  );
}
