extension MirrorSchema {
  /// What Countersign does on a server because of what was found there, for people; and what a list
  /// left out that is held back from removal until the operator says so (PROVIDERS rule 11).
  static let methodsAndHeldRemovals = """
    ALTER TABLE mirror_server ADD COLUMN methods TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE mirror_collection ADD COLUMN held_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE mirror_collection ADD COLUMN held_names TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE mirror_walk ADD COLUMN after_id TEXT;
    """
}
