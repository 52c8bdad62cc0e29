namespace Fulcrum.Models.Inspection;

/// <summary>A model of the hub that is worth trying.</summary>
/// <param name="Repository">Its name on the hub, <c>org/name</c>.</param>
/// <param name="Parameters">Its number of parameters, rounded.</param>
/// <param name="Architecture">Hugging Face's <c>model_type</c>.</param>
/// <param name="License">As its model card names it.</param>
public sealed record KnownModel(string Repository, long Parameters, string Architecture, string License)
{
    /// <summary>A few per family, the smallest first.</summary>
    public static IReadOnlyList<KnownModel> All { get; } =
    [
        new("HuggingFaceTB/SmolLM2-135M-Instruct", 135_000_000, "llama", "apache-2.0"),
        new("HuggingFaceTB/SmolLM2-360M-Instruct", 362_000_000, "llama", "apache-2.0"),
        new("HuggingFaceTB/SmolLM2-1.7B-Instruct", 1_710_000_000, "llama", "apache-2.0"),
        new("TinyLlama/TinyLlama-1.1B-Chat-v1.0", 1_100_000_000, "llama", "apache-2.0"),
        new("meta-llama/Llama-3.2-1B-Instruct", 1_240_000_000, "llama", "llama3.2"),
        new("Qwen/Qwen2.5-0.5B-Instruct", 494_000_000, "qwen2", "apache-2.0"),
        new("Qwen/Qwen2.5-1.5B-Instruct", 1_540_000_000, "qwen2", "apache-2.0"),
        new("Qwen/Qwen3-0.6B", 596_000_000, "qwen3", "apache-2.0"),
        new("google/gemma-3-270m-it", 268_000_000, "gemma3_text", "gemma"),
        new("google/gemma-3-1b-it", 1_000_000_000, "gemma3_text", "gemma"),
        new("microsoft/Phi-3-mini-4k-instruct", 3_820_000_000, "phi3", "mit"),
        new("mistralai/Mistral-7B-Instruct-v0.3", 7_250_000_000, "mistral", "apache-2.0"),
        new("tiiuae/falcon-7b-instruct", 7_220_000_000, "falcon", "apache-2.0"),
        new("openai-community/gpt2", 124_000_000, "gpt2", "mit"),
        new("sentence-transformers/all-MiniLM-L6-v2", 22_700_000, "bert", "apache-2.0"),
    ];
}
