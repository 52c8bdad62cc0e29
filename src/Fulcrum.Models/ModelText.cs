using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models;

/// <summary>How a language model reads and writes text: what prompts are made with, without any weights.</summary>
/// <param name="Tokenizer">Text to tokens and back; null where the model has none.</param>
/// <param name="ChatTemplate">How it was taught conversations; null for a model that was taught none.</param>
/// <param name="ContextLength">Tokens that it takes at most.</param>
public sealed record ModelText(Tokenizer? Tokenizer, ChatTemplate? ChatTemplate, int ContextLength);
