using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Fulcrum.Models.Builtin;

/// <summary>
/// The float32 weights of an ONNX model (the <c>ModelProto</c> of onnx.proto3), under the names that they had before the export.
/// The exporter drops the name of a matrix that it transposes for a <c>MatMul</c>; the bias of the <c>Add</c> that follows has kept
/// its own, and names the matrix.
/// </summary>
internal sealed class OnnxWeights
{
    private const int GraphField = 7, NodeField = 1, InitializerField = 5;
    private const int NodeInput = 1, NodeOutput = 2, NodeOperator = 4;
    private const int TensorDimensions = 1, TensorType = 2, TensorName = 8, TensorRawData = 9, Float32 = 1;
    private const string Bias = ".bias", Weight = ".weight";

    private readonly Dictionary<string, OnnxTensor> _tensors = [];

    private OnnxWeights()
    {
    }

    /// <summary>Name to tensor; matrices are laid out as PyTorch lays out a linear layer, <c>[outputs, inputs]</c>.</summary>
    public IReadOnlyDictionary<string, OnnxTensor> Tensors => _tensors;

    /// <summary>Reads the weights out of an ONNX model.</summary>
    /// <exception cref="InvalidDataException">It is no ONNX model, or its weights lie in other files.</exception>
    public static OnnxWeights Read(byte[] model)
    {
        try
        {
            var nodes = new List<Node>();
            var weights = new OnnxWeights();
            foreach (var (field, part) in Parts(new CodedInputStream(model), GraphField).SelectMany(graph => Parts(graph.Part, NodeField, InitializerField)))
            {
                if (field == NodeField) nodes.Add(ReadNode(part));
                else if (ReadTensor(part) is var (name, tensor)) weights._tensors[name] = tensor;
            }

            weights.NameMatrices(nodes);
            return weights;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"Not an ONNX model: {e.Message}", e);
        }
    }

    private void NameMatrices(List<Node> nodes)
    {
        var additions = nodes.Where(node => node.Operator == "Add").SelectMany(node => node.Inputs.Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        foreach (var product in nodes.Where(node => node.Operator == "MatMul"))
        {
            if (!_tensors.TryGetValue(product.Inputs[1], out var matrix)) continue;
            var bias = additions[product.Outputs[0]].SelectMany(addition => addition.Inputs).FirstOrDefault(input => input.EndsWith(Bias, StringComparison.Ordinal));
            if (bias is null) continue;
            _tensors.Remove(product.Inputs[1]);
            _tensors[bias[..^Bias.Length] + Weight] = matrix.Transpose();
        }
    }

    private static Node ReadNode(CodedInputStream input)
    {
        var (inputs, outputs, kind) = (new List<string>(), new List<string>(), "");
        while (input.ReadTag() is > 0 and var tag)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case NodeInput: inputs.Add(input.ReadString()); break;
                case NodeOutput: outputs.Add(input.ReadString()); break;
                case NodeOperator: kind = input.ReadString(); break;
                default: input.SkipLastField(); break;
            }
        }

        return new Node(kind, inputs, outputs);
    }

    /// <summary>Null for a tensor that is not of float32.</summary>
    private static (string Name, OnnxTensor Tensor)? ReadTensor(CodedInputStream input)
    {
        var (name, type, shape, raw) = ("", 0, new List<long>(), ByteString.Empty);
        while (input.ReadTag() is > 0 and var tag)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case TensorDimensions when WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint: shape.Add(input.ReadInt64()); break;
                case TensorDimensions:
                    var packed = input.ReadBytes().CreateCodedInput();
                    while (!packed.IsAtEnd) shape.Add(packed.ReadInt64());
                    break;
                case TensorType: type = input.ReadInt32(); break;
                case TensorName: name = input.ReadString(); break;
                case TensorRawData: raw = input.ReadBytes(); break;
                default: input.SkipLastField(); break;
            }
        }

        if (type != Float32) return null;
        if (shape.Aggregate(sizeof(float), (long bytes, long size) => bytes * size) != raw.Length)
            throw new InvalidDataException($"The tensor {name} has {raw.Length} bytes of its own; its shape [{string.Join(", ", shape)}] asks for more.");
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("ONNX weights are little-endian.");
        return (name, new OnnxTensor(shape, MemoryMarshal.Cast<byte, float>(raw.Span).ToArray()));
    }

    /// <summary>The messages in some fields of a message.</summary>
    private static IEnumerable<(int Field, CodedInputStream Part)> Parts(CodedInputStream input, params int[] fields)
    {
        while (input.ReadTag() is > 0 and var tag)
        {
            if (fields.Contains(WireFormat.GetTagFieldNumber(tag))) yield return (WireFormat.GetTagFieldNumber(tag), input.ReadBytes().CreateCodedInput());
            else input.SkipLastField();
        }
    }

    private sealed record Node(string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);
}
