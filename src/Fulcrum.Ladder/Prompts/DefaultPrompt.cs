using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Prompts;

/// <summary>The prompt of a task that brings none.</summary>
internal static class DefaultPrompt
{
    /// <summary>Asks for one of the labels by its name, or for a list of them where any number may be right.</summary>
    public static PromptDefinition Create(TaskKind kind) => kind.IsExclusive ? One() : Several();

    private static PromptDefinition One() => new()
    {
        Name = "label words",
        // The text comes last, because what comes before it is computed once for all texts.
        Template = "Classify the text into exactly one of these classes: {labels}. Answer with the name of the class and nothing else.\n\nText:\n{text}",
        Format = AnswerFormat.Words,
    };

    private static PromptDefinition Several() => new()
    {
        Name = "label list",
        Template =
            "Which of these labels apply to the text: {labels}? Any number of them may apply. "
            + "Answer with a JSON array of the labels that apply and nothing else; [] if none applies.\n\nText:\n{text}",
        Format = AnswerFormat.Json,
        Constrained = true,
    };
}
