using Fulcrum.Data;
using Fulcrum.Rungs.Answers;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Turns texts into what a model reads, and labels into what it is to write.</summary>
internal interface IPromptFormatter
{
    /// <summary>The task's labels, in order.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>How answers are written and read.</summary>
    AnswerStyle Style { get; }

    /// <summary>
    /// Per label the token ids of its answer after a prompt, without what ends the turn; empty where an answer is not one of few.
    /// </summary>
    IReadOnlyList<int[]> Continuations { get; }

    /// <summary>Tokens that are kept free for an answer: those of the longest, and a few more.</summary>
    int AnswerTokens { get; }

    /// <summary>What a reader should know of every prompt.</summary>
    IReadOnlyList<string> Notes => [];

    /// <summary>What a reader should know of the prompts made so far.</summary>
    IReadOnlyList<string> PredictionNotes => [];

    /// <summary>The token ids of a prompt with this text, up to where the answer begins.</summary>
    /// <exception cref="InputException">The prompt is empty, or longer than it may be.</exception>
    FormattedPrompt Format(string text);

    /// <summary>The same for a text in which there is nothing to classify, such as <c>N/A</c>.</summary>
    FormattedPrompt FormatContentFree(string text);

    /// <summary>What is wrong with the prompt of a text, or <see langword="null"/>: it is empty, or longer than it may be.</summary>
    InputError? Check(string text);
}
