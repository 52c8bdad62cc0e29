using System.Text;
using Fulcrum.Data;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Quantization;

/// <summary>Damaged descriptions of a matrix that bitsandbytes saved.</summary>
public sealed class BitsAndBytesFuzzTests : IDisposable
{
    private const int Room = 512;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _description;
    private readonly byte[] _whole;
    private readonly int _at;

    public BitsAndBytesFuzzTests()
    {
        using var matrix = NF4Matrix.Quantize(16, 64, ones(16, 64).Reader(), CPU);
        var tensors = BitsAndBytesWriter.Tensors("a", matrix).ToDictionary();
        _description = [.. tensors[$"a.{BitsAndBytesReader.State}"].bytes];

        // Blanks behind it, so that it can grow.
        tensors[$"a.{BitsAndBytesReader.State}"] = tensor((byte[])[.. _description, .. Enumerable.Repeat((byte)' ', Room - _description.Length)]);
        var path = Path.Combine(_folder.Path, "sound.safetensors");
        SafetensorsWriter.Write(path, tensors);
        _whole = File.ReadAllBytes(path);
        _at = _whole.AsSpan().IndexOf(_description);
    }

    [Fact]
    public void Damaged_descriptions_are_refused_or_read()
    {
        Fuzz.Try(Fuzz.Tries / 2, Path.Combine(_folder.Path, "description"), _description, _description.Length, path => Read(File.ReadAllBytes(path)));
    }

    [Theory]
    [InlineData("{\"shape\":[1,2],\"shape\":[1,2]}", "is not valid JSON: Duplicate")]
    [InlineData("{\"quant_type\":\"\\ud800\"}", "invalid Unicode")]
    [InlineData("[]", "is no JSON object")]
    [InlineData("{\"shape\":[4294967296,4294967296],\"quant_type\":\"nf4\",\"blocksize\":64}", "no shape of two dimensions")]
    [InlineData("{\"shape\":[16,64],\"quant_type\":\"nf4\",\"blocksize\":64,\"nested_blocksize\":256,\"nested_offset\":1e99}", "nested_offset is 1e99")]
    public void What_is_wrong_is_named(string description, string fault)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => Read(Encoding.UTF8.GetBytes(description))).Errors);

        Assert.Equal("x.safetensors", error.File);
        Assert.Contains(fault, error.Message);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    private void Read(ReadOnlySpan<byte> damaged)
    {
        var room = _whole.AsSpan(_at, Room);
        room.Fill((byte)' ');
        damaged[..Math.Min(damaged.Length, Room)].CopyTo(room);
        var path = Path.Combine(_folder.Path, "damaged.safetensors");
        File.WriteAllBytes(path, _whole);
        using var file = new SafetensorsFile(path);
        new BitsAndBytesReader(file, "x.safetensors").Read("a").Dispose();
    }
}
