using Fulcrum.Data;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Turns texts into what a model reads, and labels into what it is to write.</summary>
public interface IPromptFormatter
{
    /// <summary>The task's labels, in order.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Per label the token ids of its answer after a prompt; without what ends the turn.</summary>
    IReadOnlyList<int[]> Continuations { get; }

    /// <summary>Tokens that are kept free for an answer: those of the longest, and a few more.</summary>
    int AnswerTokens { get; }

    /// <summary>What a reader should know of the prompts.</summary>
    IReadOnlyList<string> Notes => [];

    /// <summary>The token ids of a prompt with this text, up to where the answer begins.</summary>
    /// <exception cref="InputException">The prompt is empty, or longer than it may be.</exception>
    FormattedPrompt Format(string text);

    /// <summary>The same for a text in which there is nothing to classify, such as <c>N/A</c>.</summary>
    FormattedPrompt FormatContentFree(string text);

    /// <summary>Looks for texts that make a prompt too long, before a model is asked about any.</summary>
    /// <exception cref="InputException">Every example whose prompt is empty, or longer than it may be.</exception>
    void RequireFit(IEnumerable<Example> examples);
}
