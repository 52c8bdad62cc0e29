using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>
/// Prompts with a system message for models whose chat template takes none: what it says then stands before the first text of
/// the user, as the makers of such models advise (https://ai.google.dev/gemma/docs/core/prompt-structure).
/// </summary>
internal static class SystemMessage
{
    private const string Probe = "A system message.";

    /// <summary>Why a chat template does not say a system message: it refuses it, or leaves it out. Null where it says it.</summary>
    public static string? WhyNotTaken(ChatTemplate template, Tokenizer tokenizer, DateTimeOffset date)
    {
        try
        {
            var rendered = template.Render([new("system", Probe), new("user", "A text.")], addGenerationPrompt: true, tokenizer.SpecialTokensMap, date);
            return rendered.Contains(Probe, StringComparison.OrdinalIgnoreCase) ? null : "it leaves it out";
        }
        catch (InputException refused)
        {
            return refused.Errors[0].Message;
        }
    }

    /// <summary>Puts the system messages in front of the first text of the user.</summary>
    public static List<ChatMessage> Fold(IReadOnlyList<ChatMessage> messages)
    {
        List<ChatMessage> folded = [.. messages.Where(message => message.Role != "system")];
        var first = folded.FindIndex(message => message.Role == "user");
        folded[first] = folded[first] with
        {
            Content = string.Concat(messages.Where(message => message.Role == "system").Select(message => message.Content + "\n\n")) + folded[first].Content,
        };
        return folded;
    }
}
