using Fulcrum.Samples.Templates;

namespace Fulcrum.Samples.MailProtect;

/// <summary>A hand-written scenario from which mails are made.</summary>
internal sealed record MailFamily
{
    /// <summary>Its name, unique in the mailbox.</summary>
    public required string Name { get; init; }

    /// <summary><c>phishing</c> or <c>legitimate</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The one part that all its mails are in.</summary>
    public required string Part { get; init; }

    /// <summary>Whether a system wrote it (HTML is usual) and not a person (typing errors and chatter are usual).</summary>
    public required bool Automatic { get; init; }

    /// <summary><c>Name &lt;address&gt;</c> of the sender.</summary>
    public required Template From { get; init; }

    /// <summary>The subjects to choose from.</summary>
    public required IReadOnlyList<Template> Subjects { get; init; }

    /// <summary>File name of the attachment, if it has one.</summary>
    public Template? Attachment { get; init; }

    /// <summary>Who wrote the quoted mail below, if there is one.</summary>
    public Template? QuotedSender { get; init; }

    /// <summary>Whether the quoted mail is forwarded and not answered.</summary>
    public bool Forwards { get; init; }

    /// <summary>How its later mails hide their words.</summary>
    public IReadOnlyList<string> Disguises { get; init; } = [];

    /// <summary>The mail's own text.</summary>
    public required IReadOnlyList<Paragraph> Body { get; init; }

    /// <summary>The text of the quoted mail.</summary>
    public IReadOnlyList<Paragraph> Quoted { get; init; } = [];
}
