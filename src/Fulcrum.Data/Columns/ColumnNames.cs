namespace Fulcrum.Data.Columns;

/// <summary>What people call their columns, likeliest first.</summary>
internal static class ColumnNames
{
    public static readonly string[] Text =
    [
        "text", "mail", "eml", "raw", "message", "email", "body", "content", "sentence", "utterance", "input", "prompt", "query",
        "question", "document", "review", "sms", "comment", "description", "instruction",
    ];

    public static readonly string[] Label =
    [
        "label", "class", "category", "intent", "completion", "output", "target", "answer", "sentiment", "topic", "type",
        "is_spam", "is_phishing", "spam", "phishing", "labels", "y",
    ];

    public static readonly string[] Id = ["id", "_id", "uid", "guid", "row_id", "message_id"];

    public static readonly string[] Group =
        ["group", "group_id", "family", "template", "thread", "thread_id", "conversation", "conversation_id"];

    /// <summary>What stands before the text and belongs to it: the subject of a body, the instruction of an input.</summary>
    public static readonly Dictionary<string, string> Lead =
        new(StringComparer.OrdinalIgnoreCase) { ["body"] = "subject", ["content"] = "subject", ["text"] = "subject", ["input"] = "instruction" };

    /// <summary>Whether a column is called like anything but a label.</summary>
    public static bool AreOther(string column) => Text.Concat(Id).Concat(Group).Contains(column, StringComparer.OrdinalIgnoreCase);

    public static bool AreKnown(string column) =>
        AreOther(column) || Label.Contains(column, StringComparer.OrdinalIgnoreCase);
}
