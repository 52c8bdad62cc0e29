namespace Fulcrum.Ladder.Prompts;

/// <summary>One prompt.</summary>
public sealed record PromptDefinition
{
    /// <summary>Its name in the report.</summary>
    public required string Name { get; init; }

    /// <summary>Optional system message, with the placeholders of <see cref="Template"/> where they are wanted.</summary>
    public string? System { get; init; }

    /// <summary>
    /// The user message with <c>{text}</c> where the text goes, and <c>{labels}</c> where the label list goes. <c>{{</c> and
    /// <c>}}</c> around something are braces that are meant, as in <c>{{word}}</c>; JSON such as <c>{"is_spam": BOOL}</c> needs none.
    /// </summary>
    public required string Template { get; init; }

    /// <summary>Per label what the model is to answer; a label that is missing answers with its own name.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>How a generated answer is read.</summary>
    public AnswerFormat Format { get; init; } = AnswerFormat.Words;

    /// <summary>
    /// Whether a model is held to the answers when it generates, so that each can be read; for the format json. In a multi-label
    /// task it writes each of them at most once.
    /// </summary>
    public bool Constrained { get; init; }
}
