namespace Fulcrum.Models.Architecture;

/// <summary>Mistral: a Llama whose layers may all see through a window (transformers: modeling_mistral.py).</summary>
internal static class MistralFamily
{
    public static ModelConfiguration Read(ConfigurationJson json) =>
        LlamaFamily.Read(json) with { Window = json.OptionalSize("sliding_window", absent: 4096) };
}
