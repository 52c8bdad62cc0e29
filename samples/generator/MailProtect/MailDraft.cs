namespace Fulcrum.Samples.MailProtect;

/// <summary>A mail whose words are chosen, before it becomes MIME.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Date">When it was sent.</param>
/// <param name="Body">Its paragraphs, links as <c>[words](address)</c>.</param>
/// <param name="Quoted">The mail below, if there is one.</param>
/// <param name="Pictures">Whether its words are pictures with alternative text.</param>
/// <param name="Base64">Whether its parts are encoded so that the source does not show the words.</param>
internal sealed record MailDraft(string Subject, DateTimeOffset Date, IReadOnlyList<string> Body, QuotedMail? Quoted, bool Pictures, bool Base64);
