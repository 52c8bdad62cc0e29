using System.Text;
using Fulcrum.Data;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Gguf;

public sealed class GgufTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Tensors_come_back_under_hugging_face_names_with_their_rows_in_order()
    {
        using var original = WeightSource.Open(RepositoryFiles.Fixture("models/llama"));
        using var gguf = WeightSource.Open(RepositoryFiles.Fixture("models/gguf/tiny-llama.F32.gguf"));

        Assert.Equal(original.Names.Order(), gguf.Names.Order());
        foreach (var name in original.Names)
        {
            using var scope = NewDisposeScope();
            Assert.Equal(original.Shape(name), gguf.Shape(name));
            Assert.Equal(original.ReadTensor(name).data<float>(), gguf.ReadTensor(name).data<float>());
        }
    }

    [Fact]
    public void Some_rows_can_be_read_alone()
    {
        using var gguf = new GgufWeights(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"));
        using var whole = gguf.ReadTensor("model.layers.1.self_attn.q_proj.weight");
        var rows = new float[3 * 64];

        gguf.ReadRows("model.layers.1.self_attn.q_proj.weight", 7, rows);

        Assert.Equal(whole[7..10].contiguous().data<float>(), rows);
    }

    [Fact]
    public void Metadata_of_every_kind_are_read()
    {
        using var file = new GgufWeights(Write(Header(tensors: 0, metadata: 4)
            .Concat(Text("a")).Concat(U32(8)).Concat(Text("text"))
            .Concat(Text("b")).Concat(U32(9)).Concat(U32(5)).Concat(U64(2)).Concat(U32(1)).Concat(U32(uint.MaxValue))
            .Concat(Text("c")).Concat(U32(7)).Append((byte)1)
            .Concat(Text("d")).Concat(U32(6)).Concat(BitConverter.GetBytes(0.5f))));

        Assert.Equal("text", file.Metadata["a"]);
        Assert.Equal([1L, -1L], (IEnumerable<object>)file.Metadata["b"]);
        Assert.Equal(true, file.Metadata["c"]);
        Assert.Equal(0.5, file.Metadata["d"]);
    }

    [Fact]
    public void A_rotary_embedding_of_a_part_of_each_head_is_refused()
    {
        var file = File.ReadAllBytes(RepositoryFiles.Fixture("models/gguf/tiny-llama.F32.gguf"));
        var key = "llama.rope.dimension_count"u8;
        var value = file.AsSpan().IndexOf(key) + key.Length + sizeof(uint);
        Assert.Equal(16u, BitConverter.ToUInt32(file, value));
        BitConverter.TryWriteBytes(file.AsSpan(value), 8u);

        Assert.Contains("llama.rope.dimension_count is 8 of a head's 16", Assert.Throws<InputException>(() => LanguageModel.Load(Write(file))).Message);
    }

    [Fact]
    public void A_file_of_another_kind_or_version_is_refused()
    {
        Refused("does not begin with GGUF", Encoding.ASCII.GetBytes("this is no model file at all"));
        Refused("version is 1", [.. "GGUF"u8, .. U32(1), .. U64(0), .. U64(0)]);
        Refused("empty", []);
    }

    [Fact]
    public void A_header_that_breaks_the_rules_is_refused_with_its_fault()
    {
        Refused("no room", [.. Header(tensors: long.MaxValue, metadata: 0)]);
        Refused("no room", [.. Header(tensors: 0, metadata: 1), .. U64(1 << 20), .. new byte[20]]);
        Refused("The metadata a is duplicated.", [.. Header(0, 2), .. Text("a"), .. U32(0), 1, .. Text("a"), .. U32(0), 1, .. new byte[9]]);
        Refused("unknown type 77", [.. Header(0, 1), .. Text("a"), .. U32(77), .. new byte[8]]);
        Refused("lists", [.. Header(0, 1), .. Text("a"), .. U32(9), .. U32(9), .. U64(0)]);
        Refused("alignment", [.. Header(0, 1), .. Text("general.alignment"), .. U32(4), .. U32(0)]);
        Refused("dimensions", [.. Header(1, 0), .. Text("t"), .. U32(5), .. new byte[60]]);
        Refused("not read", [.. Header(1, 0), .. Tensor("t", type: 16, offset: 0, 256), .. new byte[512]]);
        Refused("outside", [.. Header(1, 0), .. Tensor("t", type: 0, offset: 0, 256), .. new byte[512]]);
        Refused("outside", [.. Header(1, 0), .. Tensor("t", type: 0, offset: ulong.MaxValue, 8), .. new byte[512]]);
        Refused("impossible", [.. Header(1, 0), .. Tensor("t", type: 8, offset: 0, 33), .. new byte[512]]);
        Refused("impossible", [.. Header(1, 0), .. Tensor("t", type: 0, offset: 0, ulong.MaxValue), .. new byte[512]]);
        Refused("overlap", [.. Header(2, 0), .. Tensor("t", 0, 0, 16), .. Tensor("u", 0, 32, 16), .. new byte[512]]);
        Refused("is duplicated", [.. Header(2, 0), .. Tensor("t", 0, 0, 8), .. Tensor("t", 0, 32, 8), .. new byte[512]]);
    }

    [Fact]
    public void Heads_that_do_not_divide_a_projection_are_refused() => Refused("cannot be divided into 3 heads",
    [
        .. Header(1, 2), .. Text("general.architecture"), .. U32(8), .. Text("llama"), .. Text("llama.attention.head_count"), .. U32(4), .. U32(3),
        .. Tensor("blk.0.attn_q.weight", 0, 0, 4, 4), .. new byte[512],
    ]);

    [Fact]
    public void Missing_and_surplus_tensors_are_named_each_as_its_reader_knows_it()
    {
        var errors = RefusedWith("blk.2.ffn_up.weight"u8, "blk.2.ffn_xx.weight"u8);

        Assert.Equal(
            ["The tensor model.layers.2.mlp.up_proj.weight of shape [160, 64] is missing.", "The tensor blk.2.ffn_xx.weight has no place in this model."],
            errors.Select(error => error.Message));
    }

    [Fact]
    public void Tensors_of_another_shape_than_the_metadata_say_are_named_with_both()
    {
        ReadOnlySpan<byte> key = "llama.feed_forward_length"u8;

        var errors = RefusedWith([.. key, .. U32(4), .. U32(160)], [.. key, .. U32(4), .. U32(128)]);

        Assert.Equal(3 * 3, errors.Count);
        Assert.Equal("The tensor model.layers.0.mlp.gate_proj.weight has shape [160, 64] where the configuration asks for [128, 64].", errors[0].Message);
    }

    [Fact]
    public void Every_truncation_of_a_file_is_refused()
    {
        var whole = File.ReadAllBytes(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"));
        foreach (var length in Enumerable.Range(0, 60).Select(step => (int)((long)step * step * whole.Length / 3600)))
            Refused("", whole[..length]);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What is wrong with the tiny Llama after a change of some of its bytes.</summary>
    private IReadOnlyList<InputError> RefusedWith(ReadOnlySpan<byte> old, ReadOnlySpan<byte> other)
    {
        var content = File.ReadAllBytes(RepositoryFiles.Fixture("models/gguf/tiny-llama.F32.gguf"));
        other.CopyTo(content.AsSpan(content.AsSpan().IndexOf(old)));
        var path = Write(content);
        return Assert.Throws<InputException>(() => LanguageModel.Load(path)).Errors;
    }

    private void Refused(string fault, byte[] content) =>
        Assert.Contains(fault, Assert.Throws<InputException>(() => new GgufWeights(Write(content)).Dispose()).Message);

    private string Write(IEnumerable<byte> content)
    {
        var path = Path.Combine(_folder.Path, "made.gguf");
        File.WriteAllBytes(path, [.. content]);
        return path;
    }

    private static IEnumerable<byte> Header(long tensors, long metadata) =>
        [.. "GGUF"u8, .. U32(3), .. U64((ulong)tensors), .. U64((ulong)metadata)];

    private static IEnumerable<byte> Tensor(string name, uint type, ulong offset, params ulong[] dimensions) =>
        [.. Text(name), .. U32((uint)dimensions.Length), .. dimensions.SelectMany(U64), .. U32(type), .. U64(offset)];

    private static IEnumerable<byte> Text(string text) => [.. U64((ulong)text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] U32(uint value) => BitConverter.GetBytes(value);

    private static byte[] U64(ulong value) => BitConverter.GetBytes(value);
}
