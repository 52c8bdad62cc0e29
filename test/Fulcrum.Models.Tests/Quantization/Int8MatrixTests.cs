using CsCheck;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Quantization;

public sealed class Int8MatrixTests
{
    [Theory]
    [InlineData("64x128")]
    [InlineData("160x64")]
    [InlineData("33x65")]
    [InlineData("192x128")]
    public void Codes_and_values_equal_the_reference(string shape)
    {
        using var scope = NewDisposeScope();
        using var golden = new SafetensorsFile(RepositoryFiles.Fixture("quant/int8.safetensors"));
        var original = golden.ReadTensor($"{shape}.original");
        using var matrix = (Int8Matrix)original.Quantize(WeightPrecision.EightBit);

        var expected = golden.Bytes($"{shape}.int8").ToArray().Select(code => (sbyte)code).ToArray();
        var off = matrix.Codes.data<sbyte>().Zip(expected, (own, theirs) => Math.Abs(own - theirs)).Where(difference => difference > 0).ToList();

        Assert.True(off.All(difference => difference == 1) && off.Count <= expected.Length / 1000, $"{off.Count} of {expected.Length} codes differ");
        Golden.AssertClose(golden.ReadTensor($"{shape}.scale"), matrix.Scales, 1e-9);
        // Where a code may be one off, so may its value be a step.
        var step = golden.ReadTensor($"{shape}.scale").view(-1, 1);
        var same = matrix.Codes.to(ScalarType.Float32) == tensor(expected).view(matrix.Codes.shape).to(ScalarType.Float32);
        var difference = (golden.ReadTensor($"{shape}.dequantised") - matrix.Dequantize(0, matrix.Rows)).abs();
        Assert.True((difference <= where(same, zeros_like(step), step) + 1e-6).all().item<bool>());
    }

    [Fact]
    public void No_value_is_further_off_than_half_a_step_of_its_row() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 70], Gen.Double[-6, 3], Gen.Int[0, 1 << 20]).Sample((rows, columns, magnitude, seed) =>
        {
            using var scope = NewDisposeScope();
            var original = randn([rows, columns], generator: new Generator((ulong)seed)) * Math.Pow(10, magnitude);
            using var matrix = original.Quantize(WeightPrecision.EightBit);

            var bound = original.abs().amax([1], keepdim: true) / 127 * 0.50001;
            Assert.True(((matrix.Dequantize(0, rows) - original).abs() <= bound).all().item<bool>());
        }, iter: 50);

    [Fact]
    public void Rows_can_be_taken_by_their_indices()
    {
        using var scope = NewDisposeScope();
        using var matrix = randn([9, 33], generator: new Generator(1)).Quantize(WeightPrecision.EightBit);
        var whole = matrix.Dequantize(0, 9);

        Golden.AssertClose(whole.index_select(0, tensor(new long[] { 8, 0, 8 })), matrix.Gather(tensor(new long[] { 8, 0, 8 })), 0);
        Golden.AssertClose(whole[4..6], matrix.Dequantize(4, 2), 0);
    }

    [Fact]
    public void A_row_of_zeros_stays_zero()
    {
        using var scope = NewDisposeScope();
        using var matrix = zeros(2, 20).Quantize(WeightPrecision.EightBit);

        Assert.All(matrix.Dequantize(0, 2).data<float>(), value => Assert.Equal(0, value));
        Assert.Equal(2 * 20 + 2 * 4, matrix.ByteCount);
    }
}
