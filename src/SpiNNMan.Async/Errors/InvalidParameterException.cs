using System.Globalization;

namespace SpiNNMan.Async.Errors;

/// <summary>A value that the protocol cannot carry, or that the board could only misunderstand.</summary>
public sealed class InvalidParameterException : SpinnakerException
{
    /// <summary>Makes the error for a parameter and the value it was given.</summary>
    /// <param name="parameterName">The name of the parameter, as in the method or constructor that was called.</param>
    /// <param name="actualValue">The value.</param>
    /// <param name="problem">The values that are allowed.</param>
    public InvalidParameterException(string parameterName, object? actualValue, string problem)
        : base(string.Create(CultureInfo.InvariantCulture, $"{parameterName} = {Show(actualValue)}: {problem}"))
    {
        ParameterName = parameterName;
        ActualValue = actualValue;
    }

    private static object Show(object? value) => value is string text ? PrintableText.OfLine(text) : value ?? "null";

    /// <summary>The name of the parameter.</summary>
    public string ParameterName { get; }

    /// <summary>The value it was given.</summary>
    public object? ActualValue { get; }

    /// <summary>Throws unless <paramref name="value"/> is between the two bounds, both included.</summary>
    public static void ThrowIfOutside(long value, long least, long greatest, string parameterName)
    {
        if (value < least || value > greatest)
            throw new InvalidParameterException(parameterName, value, string.Create(CultureInfo.InvariantCulture, $"it must be {least} to {greatest}"));
    }

    /// <summary>Makes a byte of a number.</summary>
    /// <exception cref="InvalidParameterException">The number is not 0 to 255.</exception>
    internal static byte ToByte(int value, string parameterName)
    {
        if ((uint)value > byte.MaxValue)
            ThrowIfOutside(value, 0, byte.MaxValue, parameterName);

        return (byte)value;
    }

    /// <summary>Throws if a block that begins at <paramref name="address"/> would go beyond the last address.</summary>
    internal static void ThrowIfBeyondMemory(uint address, long length, string parameterName)
    {
        long room = (1L << 32) - address;
        if (length < 0 || length > room)
            throw new InvalidParameterException(parameterName, length, string.Create(CultureInfo.InvariantCulture, $"it must be 0 to {room}: there is no more memory from 0x{address:X8} on"));
    }
}
