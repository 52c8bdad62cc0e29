using System.Text.Json;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Rungs.Answers;

/// <summary>How answers to a prompt are written, and read: one of them, or a list where any number of labels is right.</summary>
internal abstract class AnswerStyle
{
    /// <summary>
    /// The answers that are scored against each other, by the position of the label; empty where an answer is not one of few.
    /// </summary>
    public abstract IReadOnlyList<string> Choices { get; }

    /// <summary>Answers of which one is the longest that a model may have to write.</summary>
    public abstract IReadOnlyList<string> Longest { get; }

    /// <summary>The style of a prompt.</summary>
    /// <param name="kind">What an answer is.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="labels">The task's labels, in order.</param>
    public static AnswerStyle For(TaskKind kind, PromptDefinition prompt, IReadOnlyList<string> labels) =>
        kind.IsExclusive ? new OneAnswer(prompt, labels) : new AnswerList(prompt, labels);

    /// <summary>The answer that says these labels, as examples show it and tuning teaches it.</summary>
    /// <param name="labels">Their positions, ascending.</param>
    public abstract string Write(IReadOnlyList<int> labels);

    /// <summary>The JSON schema of all answers, for <see cref="AnswerFormat.Json"/>.</summary>
    public abstract JsonElement Schema();

    /// <summary>The positions of the labels that a written answer says, ascending; <see langword="null"/> where it cannot be read.</summary>
    public abstract IReadOnlyList<int>? Read(string written);
}
