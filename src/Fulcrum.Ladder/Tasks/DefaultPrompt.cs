namespace Fulcrum.Ladder.Tasks;

/// <summary>The prompt of a task that brings none.</summary>
internal static class DefaultPrompt
{
    /// <summary>Asks for one of the labels by its name.</summary>
    public static PromptDefinition Create() => new()
    {
        Name = "label words",
        Template = "Classify the text into exactly one of these classes: {labels}.\n\nText:\n{text}\n\nAnswer with the name of the class and nothing else.",
        Format = AnswerFormat.Words,
    };
}
