/// The queue's list in one narrow index: a list of a hundred thousand requests is put into any order
/// of these columns, counted, and limited by them without a look at a request's own row.
enum QueueIndexSchema {
  static let step = """
    CREATE INDEX ledger_request_list ON ledger_request(
      status, risk, needed_by, submitted, expires, beneficiary_name, requester_name,
      beneficiary_key, requester_key, submitter_key, decided_at);
    """
}
