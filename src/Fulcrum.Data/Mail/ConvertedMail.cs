namespace Fulcrum.Data.Mail;

/// <summary>A mail as a rung sees it, and what stood beside.</summary>
/// <param name="Text">Subject, an empty line, body.</param>
/// <param name="Headers">All headers but the subject, decoded, names in any case; repeated headers one per line.</param>
internal sealed record ConvertedMail(string Text, IReadOnlyDictionary<string, string> Headers);
