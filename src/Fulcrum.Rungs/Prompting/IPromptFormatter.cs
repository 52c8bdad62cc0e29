namespace Fulcrum.Rungs.Prompting;

/// <summary>Turns texts into what a model reads, and labels into what it is to write.</summary>
public interface IPromptFormatter
{
    /// <summary>The task's labels, in order.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Per label the token ids of its answer after a prompt; without what ends the turn.</summary>
    IReadOnlyList<int[]> Continuations { get; }

    /// <summary>Whether all prompts begin with the same examples, if with any.</summary>
    bool SharesExamples { get; }

    /// <summary>The token ids of a prompt with this text, up to where the answer begins.</summary>
    FormattedPrompt Format(string text);

    /// <summary>The same for a text in which there is nothing to classify, such as <c>N/A</c>.</summary>
    FormattedPrompt FormatContentFree(string text);
}
