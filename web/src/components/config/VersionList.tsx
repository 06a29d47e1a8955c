import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Superprompt } from "../../api/config";
import { configKeys } from "../../config/office";
import { useConfigTexts, useOffice, useSay } from "../../hooks/useConfig";
import { Button } from "../Button";
import { Loaded } from "./Loaded";
import { TextDiff } from "./TextDiff";
import { VersionCompare } from "./VersionCompare";
import { WhyDialog } from "./WhyDialog";

/** Every version that was in force, newest first: who, when and why; two are compared, and an old one is brought back. */
export function VersionList({ active }: { active: Superprompt }) {
  const texts = useConfigTexts();
  const { t, number } = texts;
  const { calls, draft } = useOffice();
  const queries = useQueryClient();
  const say = useSay();
  const [comparing, compare] = useState<number>();
  const [returning, bringBack] = useState<Superprompt>();
  const query = useInfiniteQuery({
    queryKey: configKeys.versions,
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) => calls.versions(pageParam),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.versions);
        if (all.length === 0) return <p className="al:text-sm al:text-muted">{t("versions.none")}</p>;
        return (
          <>
            <ol aria-label={t("prompt.versions")} className="al:flex al:flex-col al:divide-y al:divide-line">
              {all.map((version) => (
                <li key={version.version} className="al:flex al:flex-col al:gap-1 al:py-3 al:first:pt-0">
                  <p className="al:flex al:flex-wrap al:items-center al:gap-2 al:text-sm al:font-semibold">
                    {t("prompt.version", { version: number(version.version) })}
                    {version.version === active.version && <span className="al:rounded-full al:bg-good-soft al:px-2 al:text-xs al:font-medium al:text-good">{t("versions.active")}</span>}
                    {version.equalTo !== undefined && <span className="al:text-xs al:font-normal al:text-muted">{t("versions.equal", { version: number(version.equalTo) })}</span>}
                  </p>
                  <p className="al:text-sm">{version.why}</p>
                  <p className="al:text-xs al:text-muted">{[version.author, version.at === undefined ? "" : texts.dateAndTime(version.at)].filter(Boolean).join(" · ")}</p>
                  <div className="al:mt-1 al:flex al:flex-wrap al:gap-2">
                    {all.length > 1 && (
                      <Button aria-label={t("versions.compareOne", { version: number(version.version) })} onClick={() => compare(version.version)}>
                        {t("versions.compare")}
                      </Button>
                    )}
                    {version.version !== active.version && (
                      <Button aria-label={t("versions.backOne", { version: number(version.version) })} onClick={() => bringBack(version)}>
                        {t("versions.back")}
                      </Button>
                    )}
                  </div>
                </li>
              ))}
            </ol>
            {query.hasNextPage && (
              <Button tone="quiet" className="al:w-full" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t(query.isFetchingNextPage ? "loading" : "conversations.more")}
              </Button>
            )}
            {comparing !== undefined && <VersionCompare versions={all} first={comparing === active.version ? (all.find((one) => one.version !== comparing)?.version ?? comparing) : comparing} second={active.version} onClose={() => compare(undefined)} />}
            {returning !== undefined && (
              <WhyDialog
                title={t("versions.backOne", { version: number(returning.version) })}
                yes={t("versions.back")}
                width={720}
                onClose={() => bringBack(undefined)}
                onYes={async (why) => {
                  const put = await calls.rollback(active.version, returning.version, why).catch((thrown: unknown) => {
                    void queries.invalidateQueries({ queryKey: configKeys.edition });
                    throw thrown;
                  });
                  await Promise.all([queries.invalidateQueries({ queryKey: configKeys.edition }), queries.invalidateQueries({ queryKey: configKeys.versions }), queries.invalidateQueries({ queryKey: configKeys.allAudit })]);
                  say(t("prompt.published", { version: number(put.version) }));
                  bringBack(undefined);
                }}
              >
                <p className="al:text-sm">{t(draft.state?.isDraft ? "versions.backWhatDraft" : "versions.backWhat", { version: number(returning.version) })}</p>
                <div className="ally-scroll al:max-h-[38vh] al:rounded-md al:border al:border-line al:p-3" tabIndex={0} role="group" aria-label={t("prompt.changes")}>
                  <TextDiff before={active} after={returning} none={t("prompt.noChanges")} />
                </div>
              </WhyDialog>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
