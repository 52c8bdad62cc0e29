using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Families;
using Fulcrum.Models.Formats;

namespace Fulcrum.Models.Inspection;

/// <summary>What can be said of a model from its headers, without loading it: also of one that Fulcrum does not run.</summary>
public sealed record ModelSummary
{
    /// <summary>The folder or file.</summary>
    public required string Path { get; init; }

    /// <summary>Hugging Face's <c>model_type</c> or GGUF's architecture.</summary>
    public required string? Architecture { get; init; }

    /// <summary>The license as the model card or the GGUF names it.</summary>
    public required string? License { get; init; }

    /// <summary>Bytes of the weight files.</summary>
    public required long FileBytes { get; init; }

    /// <summary>How many parameters it has, in all and by where they stand.</summary>
    public required ParameterCount Parameters { get; init; }

    /// <summary>Number of layers; null where the model does not say, as with the counts below.</summary>
    public required long? LayerCount { get; init; }

    /// <summary>Number of query heads in a layer.</summary>
    public required long? HeadCount { get; init; }

    /// <summary>Number of key and value heads in a layer.</summary>
    public required long? KeyValueHeadCount { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required long? HiddenSize { get; init; }

    /// <summary>Positions that the model was trained for.</summary>
    public required long? ContextLength { get; init; }

    /// <summary>Rows of the embedding table.</summary>
    public required long? VocabularySize { get; init; }

    /// <summary>How it cuts text, e.g. <c>byte-level BPE</c>; null where it has no tokenizer.</summary>
    public required string? Tokenizer { get; init; }

    /// <summary>Whether it was taught conversations.</summary>
    public required bool HasChatTemplate { get; init; }

    /// <summary>What the user should know of the choice of its chat template; null where there was nothing to choose.</summary>
    public required string? ChatTemplateWarning { get; init; }

    /// <summary>Why Fulcrum does not run it, e.g. an architecture that is not known or a chat template that cannot be used; null where nothing in its configuration speaks against it.</summary>
    public required string? Problem { get; init; }

    /// <summary>Reads the headers of a Hugging Face folder or a GGUF.</summary>
    /// <exception cref="InputException">There is no such model, or a file is damaged.</exception>
    public static ModelSummary Read(string path)
    {
        if (!System.IO.Path.Exists(path))
            throw new InputException(new InputError("There is no such model.") { File = path, Remedy = "Give a Hugging Face folder, a .gguf file or hf:org/name." });

        using var files = new ModelFiles(path);
        var (folder, metadata) = (files.Folder, files.Metadata);
        var facts = files.IsConfiguredByMetadata ? ArchitectureFacts.OfGguf(metadata) : ArchitectureFacts.OfFile(files.ConfigurationFile);
        var vocabularySize = facts.Number("vocab_size") ?? (metadata.GetValueOrDefault("tokenizer.ggml.tokens") as List<object>)?.Count;
        var (template, templateProblem) = TemplateOf(files);
        return new ModelSummary
        {
            Path = path,
            Architecture = facts.Text("model_type"),
            License = ModelCard.License(folder) ?? metadata.GetValueOrDefault("general.license") as string,
            FileBytes = files.Weights.FileBytes,
            Parameters = ParameterCount.Of(files.Shapes, facts.IsHeadTied, vocabularySize),
            LayerCount = facts.Number("num_hidden_layers", "n_layer", "block_count"),
            HeadCount = facts.Number("num_attention_heads", "n_head", "attention.head_count"),
            KeyValueHeadCount = facts.KeyValueHeads,
            HiddenSize = facts.Number("hidden_size", "n_embd", "embedding_length"),
            ContextLength = facts.Number("max_position_embeddings", "n_positions", "context_length"),
            VocabularySize = vocabularySize,
            Tokenizer = TokenizerKind.OfFolder(folder) ?? TokenizerKind.OfGguf(metadata),
            HasChatTemplate = template?.Template is not null || templateProblem is not null,
            ChatTemplateWarning = template?.Warning,
            Problem = ProblemOf(files, facts) ?? templateProblem,
        };
    }

    private static string? ProblemOf(ModelFiles files, ArchitectureFacts facts)
    {
        try
        {
            var isEncoder = !files.IsConfiguredByMetadata && ModelFamilies.Encoder(facts.Text("model_type")) is not null;
            if (isEncoder) _ = ConfigurationFile.ReadEncoder(files.ConfigurationFile);
            else _ = files.ReadConfiguration();
            return null;
        }
        catch (InputException refused)
        {
            return Sentence(refused);
        }
    }

    private static (ModelChatTemplate? Template, string? Problem) TemplateOf(ModelFiles files)
    {
        try
        {
            return (files.FindChatTemplate(), null);
        }
        catch (InputException refused)
        {
            return (null, $"Its chat template cannot be used: {refused.Message}");
        }
    }

    private static string Sentence(InputException refused) => string.Join(" ", refused.Errors.Select(error => error with { File = null }));
}
