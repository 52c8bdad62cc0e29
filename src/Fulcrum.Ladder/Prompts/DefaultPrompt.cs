
namespace Fulcrum.Ladder.Prompts;

/// <summary>The prompt of a task that brings none.</summary>
internal static class DefaultPrompt
{
    /// <summary>Asks for one of the labels by its name.</summary>
    public static PromptDefinition Create() => new()
    {
        Name = "label words",
        // The text comes last, because what comes before it is computed once for all texts.
        Template = "Classify the text into exactly one of these classes: {labels}. Answer with the name of the class and nothing else.\n\nText:\n{text}",
        Format = AnswerFormat.Words,
    };
}
