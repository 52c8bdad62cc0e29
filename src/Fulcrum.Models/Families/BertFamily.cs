using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>BERT, MiniLM and other checkpoints of <c>model_type: bert</c> (arXiv:1810.04805; transformers: modeling_bert.py).</summary>
internal sealed class BertFamily : EncoderFamily
{
    public override IReadOnlyList<string> ModelTypes { get; } = ["bert"];

    public override string ClassifierClass => "BertForSequenceClassification";

    public override EncoderConfiguration Read(ConfigurationJson json)
    {
        if (json.Text("hidden_act") is { } activation and not "gelu")
            json.Fail($"The activation {activation} is not supported for a bert model.", "Supported is gelu.");
        if (json.Text("position_embedding_type") is { } positions and not "absolute")
            json.Fail($"The position embedding {positions} is not supported for a bert model.", "Supported is absolute.");
        if (json.Flag("is_decoder") == true) json.Fail("This bert is a decoder, which is not supported.");

        var (heads, hidden) = (json.Size("num_attention_heads"), json.Size("hidden_size"));
        if (hidden % heads != 0) json.Fail($"A width of {hidden} cannot be shared by {heads} heads.");
        return new EncoderConfiguration
        {
            ModelType = ModelTypes[0],
            VocabularySize = json.Size("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Size("intermediate_size"),
            LayerCount = json.Size("num_hidden_layers"),
            HeadCount = heads,
            ContextLength = json.Size("max_position_embeddings", 512),
            TokenTypes = json.Size("type_vocab_size", 2),
            NormEpsilon = json.Number("layer_norm_eps") ?? 1e-12,
            InitializerRange = json.Number("initializer_range") ?? 0.02,
            // transformers does not write the names of two labels that were never named.
            Labels = json.NumberedTexts("id2label") is { Count: > 0 } labels ? labels : ["LABEL_0", "LABEL_1"],
            Objective = LabelObjective.Find(json.Text("problem_type")) ?? LabelObjective.SingleLabel,
        };
    }
}
