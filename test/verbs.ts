/** What functions that give nothing back do: the first words of their names, to be added to. */
export const verbs: ReadonlySet<string> = new Set(
  `abort accept acquire activate add admit adopt advance announce answer append apply arm ask assign attach attempt await
  become begin bind break bring call carry change check choose claim clear close collect commit complain complete compress
  compute confirm connect continue convert copy count create cross cut deactivate deal declare decode define delete deliver
  describe destroy divide drain draw drop emit encode end enqueue ensure enter escape evaluate expect expire export extend
  fail feed fetch fill finalise find finish flush follow forget form format gather give grant group grow hand handle hear
  hide hold ignore import include index infer insert inspect install invoke join judge jump keep know lead learn leave let
  limit link list listen load lock log look lose make manage mark measure merge move name note notify observe offer open
  order override parse pass paint pause persist pick place plan poll pop post prepare print probe process prove publish
  pull punish push put raise rank read recall receive record recover reduce refer refill refresh refuse register reject
  release remove rename render repair repeat replace reply report request require reserve reset resolve restart restore
  resume retain retry return reveal revive rewind rewrite roll rollback route run sample save say schedule seal search seek
  select send serve set settle share shift show shut sift signal silence size skip sleep sort spawn spill split spread stack
  start state stop store stream subscribe suffix swap switch sync take tell terminate test throw tolerate touch trace track
  transform translate trim truncate try turn undo unlock unref unshift update use verify visit wait wake walk warn watch
  widen wire withdraw wrap write`.split(/\s+/),
);
