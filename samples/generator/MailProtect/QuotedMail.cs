namespace Fulcrum.Samples.MailProtect;

/// <summary>A mail below the mail: answered, or forwarded.</summary>
internal sealed record QuotedMail(string Introduction, bool Forwarded, IReadOnlyList<string> Paragraphs);
