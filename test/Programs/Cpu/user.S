@ Start of the same programs for qemu-arm: turns in the first argument, as a decimal number.
    .syntax unified
    .arm
    .section .text
    .global _start
_start:
    ldr r1, [sp, #8]
    mov r0, #0
1:  ldrb r2, [r1], #1
    subs r2, r2, #48
    blo 2f
    mov r3, #10
    mla r0, r3, r0, r2
    b 1b
2:  bl run
    mov r7, #1
    svc 0
