@ A slow IRQ is interrupted by a better one and by a FIQ, a worse one waits. The order is left from RESULT(1) on; RESULT(0) is how many.
    .arm
    .text
    .global main, fiq
    .equ VIC, 0x1f000000

@ Adds \what to the order. Uses r0, r1, r2.
    .macro log what
    ldr r0, =0x00400000
    ldr r1, [r0]
    add r1, r1, #1
    str r1, [r0]
    mov r2, #\what
    str r2, [r0, r1, lsl #2]
    .endm

    .macro set_slot k, handler, source
    ldr r1, =\handler
    str r1, [r0, #(0x100 + 4 * \k)]
    mov r1, #(0x20 | \source)
    str r1, [r0, #(0x200 + 4 * \k)]
    .endm

main:
    ldr r0, =0x00400000
    mov r1, #0
    str r1, [r0]
    ldr r0, =VIC
    set_slot 0, best, 28
    set_slot 5, slow, 29
    set_slot 9, worst, 30
    mov r1, #0x80000000     @ source 31 is a FIQ
    str r1, [r0, #0x0c]
    mov r1, #0xf0000000
    str r1, [r0, #0x10]
    mov r1, #0x20000000     @ start the slow one
    str r1, [r0, #0x18]
    msr cpsr_c, #0x1f
    nop
    ldr r3, =0x00400000
wait:
    ldr r1, [r3]
    cmp r1, #9
    blt wait
    msr cpsr_c, #0xdf
    log 99
    bx lr

slow:
    sub lr, lr, #4
    stmfd sp!, {r0-r3, lr}
    mrs r0, spsr
    stmfd sp!, {r0}
    log 1
    ldr r3, =VIC
    mov r1, #0x20000000
    str r1, [r3, #0x1c]
    mov r1, #0x40000000     @ the worst must wait
    str r1, [r3, #0x18]
    msr cpsr_c, #0x1f       @ nest
    stmfd sp!, {lr}
    log 2
    mov r1, #0x10000000     @ the best comes at once
    str r1, [r3, #0x18]
    nop
    log 5
    mov r1, #0x80000000     @ the FIQ too
    str r1, [r3, #0x18]
    nop
    log 7
    ldmfd sp!, {lr}
    msr cpsr_c, #0xd2
    log 8
    ldr r3, =VIC
    str r3, [r3, #0x30]
    ldmfd sp!, {r0}
    msr spsr_cxsf, r0
    ldmfd sp!, {r0-r3, pc}^

best:
    sub lr, lr, #4
    stmfd sp!, {r0-r3, lr}
    log 4
    ldr r3, =VIC
    mov r1, #0x10000000
    str r1, [r3, #0x1c]
    str r3, [r3, #0x30]
    ldmfd sp!, {r0-r3, pc}^

worst:
    sub lr, lr, #4
    stmfd sp!, {r0-r3, lr}
    log 9
    log 10
    ldr r3, =VIC
    mov r1, #0x40000000
    str r1, [r3, #0x1c]
    str r3, [r3, #0x30]
    ldmfd sp!, {r0-r3, pc}^

fiq:
    sub lr, lr, #4
    stmfd sp!, {r0-r3, lr}
    log 6
    ldr r3, =VIC
    mov r1, #0x80000000
    str r1, [r3, #0x1c]
    ldmfd sp!, {r0-r3, pc}^
