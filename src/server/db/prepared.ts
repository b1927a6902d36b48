import type { Sql, TransactionSql } from "postgres";

/**
 * Statements with more parameters are mostly lists, and every length of a list would be kept as a
 * statement of its own by every connection.
 */
const PARAMETERS_AT_MOST = 10;

type Unsafe = Pick<Sql, "unsafe">["unsafe"];

/**
 * The same pool, through which Drizzle's statements are prepared: it sends them in a way that
 * otherwise takes two round trips each, and a plan every time.
 */
export function preparing(sql: Sql): Sql {
  const unsafe = prepared(sql.unsafe);
  const begin = (work: (tx: TransactionSql) => unknown) =>
    sql.begin((tx) => {
      tx.unsafe = prepared(tx.unsafe);
      return work(tx);
    });
  return new Proxy(sql, {
    get(target, key, receiver) {
      if (key === "begin") return begin;
      if (key === "unsafe") return unsafe;
      return Reflect.get(target, key, receiver);
    },
  });
}

function prepared(unsafe: Unsafe): Unsafe {
  return (query, parameters = [], options = {}) => {
    const prepare = parameters.length > 0 && parameters.length <= PARAMETERS_AT_MOST;
    return unsafe(query, parameters, { ...options, prepare });
  };
}
