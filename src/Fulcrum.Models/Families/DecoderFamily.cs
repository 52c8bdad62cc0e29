using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>A family of decoders: its configuration both ways, and what llama.cpp makes of it.</summary>
internal abstract class DecoderFamily : ModelFamily
{
    /// <summary>The class of transformers that predicts tokens, e.g. <c>LlamaForCausalLM</c>.</summary>
    public abstract string TransformersClass { get; }

    /// <summary>llama.cpp's architecture for this family; null where it has none, so that nothing is written as GGUF.</summary>
    public abstract GgufArchitecture? Gguf { get; }

    /// <summary>
    /// Reads a <c>config.json</c>, but for the names of classes, which are alike in all families. What is wrong is kept in
    /// <paramref name="json"/>.
    /// </summary>
    public abstract ModelConfiguration Read(ConfigurationJson json);

    /// <summary>Writes what <see cref="Read"/> reads and <see cref="ConfigurationWriter"/> does not write for all families.</summary>
    /// <exception cref="NotSupportedException">The configuration has something that is read and not written.</exception>
    public abstract void Write(ModelConfiguration configuration, JsonObject json);
}
